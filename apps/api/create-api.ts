import type { ModuleMetadata } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Config } from '#platform/config/config.js';
import { EdgeAdapter } from '#platform/edge/adapter.js';
import { furnishEdge, type EdgeOptions } from '#platform/edge/furnish.js';
import { createLog, type Log } from '#platform/observability/log.js';
import { NestLog } from '#platform/observability/nest-log.js';
import { observeRequests } from '#platform/observability/observe-requests.js';
import { LiveAdapter } from '#platform/realtime/live-adapter.js';
import { AppModule } from './app.module.js';

export interface ApiOverrides extends EdgeOptions {
  /** Further modules, such as the controllers of a test. */
  imports?: NonNullable<ModuleMetadata['imports']>;
  log?: Log;
}

/** The whole API, ready for `inject()` or `listen()`. The process and the tests start the same one. */
export async function createApi(config: Config, { imports, log = apiLog(config), ...edge }: ApiOverrides = {}): Promise<NestFastifyApplication> {
  const adapter = new EdgeAdapter(config);
  observeRequests(adapter.getInstance(), log);
  const app = await NestFactory.create<NestFastifyApplication>(AppModule.forRoot(config, log, imports), adapter, {
    bodyParser: false,
    abortOnError: false,
    logger: new NestLog(log),
  });
  app.useWebSocketAdapter(new LiveAdapter(app));
  try {
    await furnishEdge(app, edge);
  } catch (error) {
    await app.close();
    throw error;
  }
  return app;
}

export function apiLog({ logLevel, logPretty }: Config): Log {
  return createLog({ service: 'api', level: logLevel, pretty: logPretty });
}
