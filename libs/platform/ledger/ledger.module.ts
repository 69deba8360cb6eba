import { Module } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { WorkerWorkModule } from '#platform/work/work.module.js';
import { Chain } from './chain.js';
import { FanOut } from './listener.js';
import { Leader } from './leader.js';
import { Lease } from './lease.js';
import { Relay } from './relay.js';
import { Wake } from './wake.js';

/** For every process that writes: tells the relay. */
@Module({ providers: [Wake] })
export class WakeModule {}

/** For workers: one of them reads the ledgers and feeds the queues. */
@Module({ imports: [DiscoveryModule, WorkerWorkModule], providers: [Relay, FanOut, Chain, Lease, Leader], exports: [Relay] })
export class LedgerModule {}
