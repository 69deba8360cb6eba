import { type DynamicModule, Global, Module } from '@nestjs/common';
import { Onlooker } from '#kernel/pipeline/read.js';
import type { ResourceModel } from '#kernel/resource/model.js';
import { Actors } from './actors.js';
import { AuditLog } from './audit-log.js';
import { AuditController } from './audit.controller.js';
import { References } from './references.js';
import { SensitiveReads } from './sensitive-reads.js';
import { timelineControllers } from './timeline.controllers.js';
import { Timeline } from './timeline.js';
import { Titles } from './titles.js';
import { ToldFacts } from './told-facts.js';
import { Untold } from './untold.js';

/** For every process that reads for people: the door tells what it shows. */
@Global()
@Module({ providers: [{ provide: Onlooker, useClass: SensitiveReads }], exports: [Onlooker] })
export class SensitiveReadsModule {}

/** Who did what: the timelines of all records and the audit log. */
@Module({})
export class AuditModule {
  static forRoot(nouns: readonly ResourceModel[]): DynamicModule {
    return {
      module: AuditModule,
      controllers: [AuditController, ...timelineControllers(nouns)],
      providers: [ToldFacts, Actors, Titles, References, Untold, Timeline, AuditLog],
    };
  }
}
