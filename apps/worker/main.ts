import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { ConfigError, loadConfig } from '#platform/config/config.js';
import { gracefulStop } from '#platform/health/graceful-stop.js';
import { UnknownNameError } from '#platform/modules/known-names.js';
import { createLog } from '#platform/observability/log.js';
import { NestLog } from '#platform/observability/nest-log.js';
import { WorkerModule } from './worker.module.js';

async function main(): Promise<void> {
  const config = loadConfig();
  const log = createLog({ service: 'worker', level: config.logLevel, pretty: config.logPretty });
  const app = await NestFactory.createApplicationContext(WorkerModule.forRoot(config, log), { logger: new NestLog(log), abortOnError: false });
  gracefulStop(app, { log, noticeMs: config.stopNoticeMs });
  log.info({ startedInMs: Math.round(performance.now()) }, 'The worker is up');
}

main().catch((error: unknown) => {
  const expected = error instanceof ConfigError || error instanceof UnknownNameError;
  process.stderr.write(`${expected ? error.message : `The worker could not start: ${error instanceof Error ? error.message : String(error)}`}\n`);
  process.exit(1);
});
