import { Global, Module } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { DoWork } from './do-work.js';
import { Feeder } from './feeder.js';
import { Work } from './work.js';

/** For whoever has something to be done later. */
@Global()
@Module({ providers: [Work], exports: [Work] })
export class WorkModule {}

/** For workers. */
@Module({ imports: [DiscoveryModule], providers: [DoWork, Feeder], exports: [Feeder] })
export class WorkerWorkModule {}
