import { Module, type DynamicModule, type ModuleMetadata } from '@nestjs/common';
import { TenancyModule } from '#kernel/tenancy/tenancy.module.js';
import { AuditModule } from '#platform/audit/audit.module.js';
import { Config } from '#platform/config/config.js';
import { ConfigModule } from '#platform/config/config.module.js';
import { tenancyOptions } from '#platform/config/tenancy-options.js';
import { EdgeModule } from '#platform/edge/edge.module.js';
import { HealthModule } from '#platform/health/health.module.js';
import { AuthorizationModule } from '#platform/identity/oauth/authorization.module.js';
import { SignInModule } from '#platform/identity/sign-in.module.js';
import { FederationModule } from '#platform/identity/sso/federation.module.js';
import { JobsModule } from '#platform/jobs/jobs.module.js';
import { WakeModule } from '#platform/ledger/ledger.module.js';
import { MailCatcherModule } from '#platform/mail/catcher/catcher.module.js';
import { MailModule } from '#platform/mail/mail.module.js';
import { MetaModule } from '#platform/meta/meta.module.js';
import type { Log } from '#platform/observability/log.js';
import { ObservabilityModule } from '#platform/observability/observability.module.js';
import { OnboardingModule } from '#platform/onboarding/onboarding.module.js';
import { OperatorsModule } from '#platform/operators/operators.module.js';
import { SearchModule } from '#platform/search/search.module.js';
import { RealtimeModule } from '#platform/realtime/realtime.module.js';
import { productModules, servedNouns } from '../kernel.js';
import { firstSteps } from '../product.js';

/** Everything the API process is made of. Features are added in `apps/product.ts`. */
@Module({})
export class AppModule {
  static forRoot(config: Config, log: Log, more: NonNullable<ModuleMetadata['imports']> = []): DynamicModule {
    const { metricsPort, host, otelEndpoint, redisUrl } = config;
    return {
      module: AppModule,
      imports: [
        ConfigModule.forRoot(config),
        TenancyModule.forRoot(tenancyOptions(config)),
        ObservabilityModule.forRoot({ log, service: 'api', metricsPort, host, otelEndpoint }),
        HealthModule,
        JobsModule.forRoot({ redisUrl, workOn: [], drainMs: 0 }),
        MailModule,
        WakeModule,
        EdgeModule,
        ...productModules(config.modules),
        MetaModule,
        SearchModule,
        AuditModule.forRoot(servedNouns(config.modules)),
        SignInModule,
        AuthorizationModule,
        FederationModule,
        OnboardingModule.forRoot(firstSteps()),
        OperatorsModule,
        RealtimeModule,
        ...MailCatcherModule.whereMailsAreCaught(config),
        ...more,
      ],
    };
  }
}
