import { type DynamicModule, Global, Module } from '@nestjs/common';
import { Gate } from '#kernel/gate/gate.js';
import { Onlooker, ReadDoor } from '#kernel/pipeline/read.js';
import { Nouns } from '#kernel/resource/custom-fields.js';
import type { ResourceModel } from '#kernel/resource/model.js';
import { Tenancy } from '#kernel/tenancy/tenancy.js';
import type { Words } from '#platform/meta/meta.js';
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
  static forRoot(nouns: readonly ResourceModel[], words: Words): DynamicModule {
    return {
      module: AuditModule,
      controllers: [AuditController, ...timelineControllers(nouns)],
      providers: [
        ToldFacts,
        Actors,
        Titles,
        References,
        Untold,
        { provide: Timeline, inject: [Tenancy, Gate, Nouns, ReadDoor, Actors, References, Untold], useFactory: (...given: [Tenancy, Gate, Nouns, ReadDoor, Actors, References, Untold]) => new Timeline(...given, words) },
        { provide: AuditLog, inject: [Tenancy, Gate, Nouns, Actors, Untold], useFactory: (...given: [Tenancy, Gate, Nouns, Actors, Untold]) => new AuditLog(...given, words) },
      ],
    };
  }
}
