import { Module, type DynamicModule, type ModuleMetadata } from '@nestjs/common';
import { TenancyModule } from '#kernel/tenancy/tenancy.module.js';
import { Config } from '#platform/config/config.js';
import { ConfigModule } from '#platform/config/config.module.js';
import { EdgeModule } from '#platform/edge/edge.module.js';
import { productModules } from '../kernel.js';

/** Everything the API process is made of. Feature modules are added here. */
@Module({})
export class AppModule {
  static forRoot(config: Config, more: NonNullable<ModuleMetadata['imports']> = []): DynamicModule {
    const tenancy = TenancyModule.forRoot({
      appUrl: config.databaseAppUrl,
      platformUrl: config.databasePlatformUrl,
      pool: config.databasePool,
      sealKey: config.scopeSealKey,
      preparedStatements: config.databasePreparedStatements,
    });
    return { module: AppModule, imports: [ConfigModule.forRoot(config), tenancy, EdgeModule, ...productModules(config), ...more] };
  }
}
