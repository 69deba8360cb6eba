import type { TenancyOptions } from '#kernel/tenancy/tenancy.module.js';
import type { Config } from './config.js';

export function tenancyOptions(config: Config): TenancyOptions {
  return {
    appUrl: config.databaseAppUrl,
    platformUrl: config.databasePlatformUrl,
    pool: config.databasePool,
    sealKey: config.scopeSealKey,
    preparedStatements: config.databasePreparedStatements,
  };
}
