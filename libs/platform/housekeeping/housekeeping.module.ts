import { Module } from '@nestjs/common';
import { DeleteExpiredKeys } from './delete-expired-keys.js';
import { DeleteEndedWork } from './delete-ended-work.js';
import { ForgetDeleted } from './forget-deleted.js';
import { Housekeeping } from './housekeeping.js';

/** For the worker that works on the queue `housekeeping`. */
@Module({ providers: [Housekeeping, DeleteExpiredKeys, ForgetDeleted, DeleteEndedWork], exports: [Housekeeping] })
export class HousekeepingModule {}
