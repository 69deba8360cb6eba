import { Module } from '@nestjs/common';
import { PeopleModule } from '#platform/identity/people.module.js';
import { DemoPeople } from './people.js';
import { DemoWorld } from './world.js';

@Module({ imports: [PeopleModule], providers: [DemoPeople, DemoWorld], exports: [DemoWorld] })
export class DemoModule {}
