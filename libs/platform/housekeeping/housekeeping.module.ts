import { Module } from '@nestjs/common';
import { DeleteExpiredKeys } from './delete-expired-keys.js';
import { ForgetDeleted } from './forget-deleted.js';
import { OutboundModule } from '#platform/outbound/outbound.module.js';
import { Housekeeping } from './housekeeping.js';
import { RecheckDomains } from './recheck-domains.js';

/** For the worker that works on the queue `housekeeping`. */
@Module({ imports: [OutboundModule], providers: [Housekeeping, DeleteExpiredKeys, ForgetDeleted, RecheckDomains], exports: [Housekeeping] })
export class HousekeepingModule {}
