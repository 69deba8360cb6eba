import { BullModule } from '@nestjs/bull';
import { type DynamicModule, Global, Module, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { ScheduleModule } from '@nestjs/schedule';
import { Health } from '#platform/health/health.js';
import { JobRunner } from './job-runner.js';
import { Jobs } from './jobs.js';
import { JOBS_OPTIONS, type JobsOptions } from './jobs-options.js';
import { QUEUES } from './queues.js';
import { RedisConnections } from './redis-connections.js';
import { Ticks } from './ticks.js';
import { Workers } from './workers.js';

const PREFIX = '{tessera}';

@Global()
@Module({})
export class JobsModule implements OnModuleInit, OnApplicationShutdown {
  constructor(
    private readonly connections: RedisConnections,
    private readonly health: Health,
  ) {}

  static forRoot(options: JobsOptions): DynamicModule {
    const connections = new RedisConnections(options.redisUrl);
    return {
      module: JobsModule,
      imports: [
        DiscoveryModule,
        ...(options.workOn.length > 0 ? [ScheduleModule.forRoot()] : []),
        BullModule.forRoot({ prefix: PREFIX, createClient: connections.forBull, settings: { drainDelay: 5, stalledInterval: 15_000 } }),
        BullModule.registerQueue(...QUEUES.map((name) => ({ name }))),
      ],
      providers: [{ provide: JOBS_OPTIONS, useValue: options }, { provide: RedisConnections, useValue: connections }, Jobs, JobRunner, Ticks, Workers],
      exports: [Jobs, Ticks, Workers],
    };
  }

  /** Without Redis writes go on, since what must not be lost is in Postgres: it is missed, not needed. */
  onModuleInit(): void {
    this.health.watch({ name: 'redis', ping: () => this.connections.ping(), required: false });
  }

  onApplicationShutdown(): void {
    this.connections.closeAll();
  }
}
