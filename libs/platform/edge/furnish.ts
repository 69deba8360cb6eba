import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { VersioningType } from '@nestjs/common';
import type { FastifyInstance } from 'fastify';
import { Config } from '#platform/config/config.js';
import { openApiText } from '#platform/docs/openapi.js';
import { registerDocs } from '#platform/docs/pages.js';
import { OWN_PAGE_HEADER } from '#platform/identity/credentials.js';
import { Identification } from '#platform/identity/identification.js';
import { AuthorizationServer } from '#platform/identity/oauth/authorization-server.js';
import { Programs } from '#platform/identity/oauth/programs.js';
import { WORDS, type Words } from '#platform/words/words.js';
import type { Clock } from '#kernel/tenancy/scope.js';
import type { EdgeAdapter } from './adapter.js';
import { explainRequests } from './explain-requests.js';
import { installHooks } from './hooks.js';
import { RepeatablePosts } from './idempotency.interceptor.js';
import { IdempotencyKeys } from './idempotency.query.js';
import { RateLimit } from './rate-limit.js';
import { securityHeaders } from './security-headers.js';
import { Successors } from './successors.js';
import { redirectHome, WebApplication } from './web-application.js';

export interface EdgeOptions {
  clock?: Clock;
  handlerMs?: number;
}

/** Puts the edge around an application that has been created and not yet begun to serve. */
export async function furnishEdge(app: NestFastifyApplication, options: EdgeOptions = {}): Promise<void> {
  const config = app.get(Config);
  const fastify = app.getHttpAdapter().getInstance() as unknown as FastifyInstance;
  const web = config.webRoot ? new WebApplication(config.webRoot, config.publicUrl) : null;
  app.enableVersioning({ type: VersioningType.URI, prefix: 'api/v', defaultVersion: '1' });
  if (config.corsOrigins.length > 0) allowOrigins(app, config.corsOrigins);
  installHooks(fastify, {
    headers: securityHeaders(config.publicUrl),
    identification: app.get(Identification),
    programs: app.get(Programs),
    rateLimit: app.get(RateLimit),
    successors: app.get(Successors),
    words: app.get<Words>(WORDS),
    isFree: (url) => url.startsWith('/health/') || (web?.has(url) ?? false),
    ...options,
  });
  if (config.nodeEnv === 'development') explainRequests(fastify);
  const idempotencyKeys: IdempotencyKeys = app.get(IdempotencyKeys);
  fastify.decorate('idempotencyKeys', idempotencyKeys);
  app.get(RepeatablePosts).mark();
  await app.get(AuthorizationServer).mount(fastify);
  registerDocs(fastify, openApiText(app, config));
  if (web) await web.register(fastify);
  else redirectHome(fastify);
  await app.init();
  await fastify.ready();
  (app.getHttpAdapter() as unknown as EdgeAdapter).refuseUnguarded();
}

function allowOrigins(app: NestFastifyApplication, origins: readonly string[]): void {
  app.enableCors({
    origin: [...origins],
    credentials: true,
    methods: ['GET', 'HEAD', 'POST', 'PATCH', 'PUT', 'DELETE'],
    allowedHeaders: ['authorization', 'content-type', 'idempotency-key', 'if-match', 'if-none-match', 'x-request-id', OWN_PAGE_HEADER],
    exposedHeaders: ['etag', 'location', 'idempotency-replayed', 'ratelimit-limit', 'ratelimit-remaining', 'ratelimit-reset', 'retry-after', 'x-request-id'],
    maxAge: 600,
  });
}
