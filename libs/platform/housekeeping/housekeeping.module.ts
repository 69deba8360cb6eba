import { Module } from '@nestjs/common';
import { OutboundModule } from '#platform/outbound/outbound.module.js';
import { DeleteExpiredKeys } from './delete-expired-keys.js';
import { DeleteEndedWork } from './delete-ended-work.js';
import { ForgetDeleted } from './forget-deleted.js';
import { Housekeeping } from './housekeeping.js';
import { RecheckDomains } from './recheck-domains.js';

/** For the worker that works on the queue `housekeeping`. */
@Module({ imports: [OutboundModule], providers: [Housekeeping, DeleteExpiredKeys, ForgetDeleted, DeleteEndedWork, RecheckDomains], exports: [Housekeeping] })
export class HousekeepingModule {}
