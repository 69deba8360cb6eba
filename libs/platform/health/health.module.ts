import { Global, Module, type OnApplicationBootstrap, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance } from 'fastify';
import { Tenancy } from '#kernel/tenancy/tenancy.js';
import { OperationsServer } from '#platform/observability/operations-server.js';
import { serveHealth } from './health-routes.js';
import { Health } from './health.js';

/** Whoever depends on something else registers it with `Health.watch()`; Postgres is what everything depends on. */
@Global()
@Module({ providers: [Health], exports: [Health] })
export class HealthModule implements OnModuleInit, OnApplicationBootstrap, OnApplicationShutdown {
  constructor(
    private readonly health: Health,
    private readonly tenancy: Tenancy,
    private readonly operations: OperationsServer,
    private readonly http: HttpAdapterHost,
  ) {}

  onModuleInit(): void {
    this.health.watch({ name: 'postgres', ping: () => this.tenancy.ping(), required: true });
    // A worker has no HTTP of its own.
    if (this.http.httpAdapter) serveHealth(this.http.httpAdapter.getInstance<FastifyInstance>(), this.health);
    this.operations.serve('/health/live', () => this.health.live());
    this.operations.serve('/health/ready', () => this.health.ready());
    this.operations.serve('/health/startup', () => this.health.startup());
  }

  onApplicationBootstrap(): Promise<void> {
    return this.health.begin();
  }

  onApplicationShutdown(): void {
    this.health.end();
  }
}
