import { Module } from '@nestjs/common';
import { PeopleModule } from '#platform/identity/people.module.js';
import { SessionsModule } from '#platform/identity/sessions/sessions.module.js';
import { Operators } from './operators.js';
import { QueuesController } from './queues.controller.js';
import { Queues } from './queues.js';
import { OperatorsController } from './operators.controller.js';

/** For those who run the whole deployment. Only the API has it: it needs the edge. */
@Module({ imports: [PeopleModule, SessionsModule], controllers: [OperatorsController, QueuesController], providers: [Operators, Queues] })
export class OperatorsModule {}
