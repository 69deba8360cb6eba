import { type DynamicModule, Module } from '@nestjs/common';
import { TenancyModule } from '#kernel/tenancy/tenancy.module.js';
import { ConfigModule } from '#platform/config/config.module.js';
import type { Config } from '#platform/config/config.js';
import { tenancyOptions } from '#platform/config/tenancy-options.js';
import { HealthModule } from '#platform/health/health.module.js';
import { HousekeepingModule } from '#platform/housekeeping/housekeeping.module.js';
import { JobsModule } from '#platform/jobs/jobs.module.js';
import { QUEUES } from '#platform/jobs/queues.js';
import { LedgerModule, WakeModule } from '#platform/ledger/ledger.module.js';
import { MailDeliveryModule, MailModule, transportOf } from '#platform/mail/mail.module.js';
import { knownNames } from '#platform/modules/known-names.js';
import type { Log } from '#platform/observability/log.js';
import { ACCOUNT_PREPARERS } from '#platform/onboarding/preparers.js';
import { ObservabilityModule } from '#platform/observability/observability.module.js';
import { AnnouncingModule } from '#platform/realtime/realtime.module.js';
import { productModules } from '../kernel.js';

const DRAIN_JOBS_MS = 20_000;

@Module({})
export class WorkerModule {
  static forRoot(config: Config, log: Log): DynamicModule {
    const asked = config.queues.length > 0 ? knownNames('QUEUES', config.queues, QUEUES) : QUEUES;
    // Without a way out, mails wait.
    const transport = transportOf(config);
    const workOn = asked.filter((name) => name !== 'mail' || transport !== null);
    return {
      module: WorkerModule,
      imports: [
        ConfigModule.forRoot(config),
        TenancyModule.forRoot(tenancyOptions(config)),
        ObservabilityModule.forRoot({ log, service: 'worker', metricsPort: config.metricsPort, host: config.host, otelEndpoint: config.otelEndpoint }),
        HealthModule,
        JobsModule.forRoot({ redisUrl: config.redisUrl, workOn, drainMs: DRAIN_JOBS_MS }),
        MailModule,
        WakeModule,
        LedgerModule,
        AnnouncingModule,
        ...(transport && workOn.includes('mail') ? [MailDeliveryModule.forRoot(transport, ACCOUNT_PREPARERS)] : []),
        // Whoever leads listens for all features, whatever queues it works on.
        ...productModules([]),
        ...(workOn.includes('housekeeping') ? [HousekeepingModule] : []),
      ],
    };
  }
}
