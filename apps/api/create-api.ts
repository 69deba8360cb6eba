import type { LoggerService, LogLevel, ModuleMetadata } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Config } from '#platform/config/config.js';
import { EdgeAdapter } from '#platform/edge/adapter.js';
import { furnishEdge, type EdgeOptions } from '#platform/edge/furnish.js';
import { AppModule } from './app.module.js';

export interface ApiOverrides extends EdgeOptions {
  /** Further modules, such as the controllers of a test. */
  imports?: NonNullable<ModuleMetadata['imports']>;
  logger?: LoggerService | LogLevel[] | false;
}

/** The whole API, ready for `inject()` or `listen()`. The process and the tests start the same one. */
export async function createApi(config: Config, { imports, logger, ...edge }: ApiOverrides = {}): Promise<NestFastifyApplication> {
  const app = await NestFactory.create<NestFastifyApplication>(AppModule.forRoot(config, imports), new EdgeAdapter(config), {
    bodyParser: false,
    abortOnError: false,
    ...(logger !== undefined && { logger }),
  });
  try {
    await furnishEdge(app, edge);
  } catch (error) {
    await app.close();
    throw error;
  }
  return app;
}
