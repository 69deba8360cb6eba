import { Module } from '@nestjs/common';
import { Chain } from './chain.js';

/** For the process whose relay brings the ledger to its followers. */
@Module({ providers: [Chain] })
export class ChainModule {}
