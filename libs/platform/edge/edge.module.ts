import { Global, Module } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_PIPE, DiscoveryModule } from '@nestjs/core';
import { IdentityModule } from '#platform/identity/identity.module.js';
import { ClosedByDefault } from './closed-by-default.js';
import { EdgeGuard } from './edge.guard.js';
import { RepeatablePosts } from './idempotency.interceptor.js';
import { IdempotencyKeys } from './idempotency.query.js';
import { ProvenExports } from './proven-exports.js';
import { ProblemFilter } from './problem.filter.js';
import { RateLimit } from './rate-limit.js';
import { Routes } from './routes.js';
import { Successors } from './successors.js';
import { validationPipe } from './validation.js';

/** What every route has without asking for it. */
@Global()
@Module({
  imports: [DiscoveryModule, IdentityModule],
  providers: [
    ClosedByDefault,
    ProvenExports,
    RateLimit,
    IdempotencyKeys,
    RepeatablePosts,
    Routes,
    Successors,
    { provide: APP_GUARD, useClass: EdgeGuard },
    { provide: APP_FILTER, useClass: ProblemFilter },
    { provide: APP_PIPE, useFactory: validationPipe },
  ],
  exports: [RateLimit],
})
export class EdgeModule {}
