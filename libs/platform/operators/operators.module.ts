import { Module } from '@nestjs/common';
import { PeopleModule } from '#platform/identity/people.module.js';
import { SessionsModule } from '#platform/identity/sessions/sessions.module.js';
import { Operators } from './operators.js';
import { OperatorsController } from './operators.controller.js';

/** For those who run the whole deployment. Only the API has it: it needs the edge. */
@Module({ imports: [PeopleModule, SessionsModule], controllers: [OperatorsController], providers: [Operators] })
export class OperatorsModule {}
