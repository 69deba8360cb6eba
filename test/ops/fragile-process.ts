import { setTimeout as sleep } from 'node:timers/promises';
import { Controller, Get, Global, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { PlatformDatabase, Tenancy } from '#kernel/tenancy/tenancy.js';
import { gracefulStop } from '#platform/health/graceful-stop.js';
import { HealthModule } from '#platform/health/health.module.js';
import { createLog } from '#platform/observability/log.js';
import { NestLog } from '#platform/observability/nest-log.js';
import { ObservabilityModule } from '#platform/observability/observability.module.js';

/** A process with every bad habit: slow, hanging, forgetful and throwing. Started by the tests of the graceful stop. */
@Controller()
class HabitsController {
  @Get('slow')
  async slow(): Promise<string> {
    await sleep(1_000);
    return 'finished';
  }

  @Get('hang')
  hang(): Promise<never> {
    return new Promise(() => undefined);
  }

  @Get('forget')
  forget(): string {
    void Promise.reject(new Error('forgotten'));
    return 'forgotten';
  }

  @Get('break')
  break(): string {
    setImmediate(() => {
      throw Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' });
    });
    return 'broken';
  }

  @Get('throw')
  throw(): string {
    setImmediate(() => {
      throw new TypeError('a mistake in the program');
    });
    return 'thrown';
  }
}

const database = { ping: async (): Promise<void> => undefined, pool: () => ({ total: 0, idle: 0, waiting: 0 }) };

@Global()
@Module({ providers: [{ provide: Tenancy, useValue: database }, { provide: PlatformDatabase, useValue: database }], exports: [Tenancy, PlatformDatabase] })
class NoDatabaseModule {}

const log = createLog({ service: 'api', level: 'info', pretty: false });
const observability = ObservabilityModule.forRoot({ log, service: 'api', metricsPort: 0, host: '127.0.0.1', otelEndpoint: null });

@Module({ imports: [NoDatabaseModule, observability, HealthModule], controllers: [HabitsController] })
class FragileModule {}

const app = await NestFactory.create<NestFastifyApplication>(FragileModule, new FastifyAdapter({ return503OnClosing: false, forceCloseConnections: 'idle' }), { logger: new NestLog(log), abortOnError: false });
gracefulStop(app, { log, noticeMs: 300, deadlineMs: 3_000 });
await app.listen(0, '127.0.0.1');
log.info({ address: await app.getUrl() }, 'The API is up');
