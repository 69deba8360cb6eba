import { NestFactory } from '@nestjs/core';
import { TenancyModule } from '#kernel/tenancy/tenancy.module.js';
import { PlatformDatabase, Tenancy } from '#kernel/tenancy/tenancy.js';
import type { Config } from '#platform/config/config.js';
import { tenancyOptions } from '#platform/config/tenancy-options.js';
import { Roles } from '#platform/identity/roles.js';
import { productRegistry } from '../product.js';

/** What a release adds to the grants beside the nouns reaches the organisations that are there already. */
export async function syncRoles(config: Config): Promise<void> {
  const app = await NestFactory.createApplicationContext(TenancyModule.forRoot(tenancyOptions(config)), { logger: ['error', 'warn'], abortOnError: false });
  try {
    await new Roles(app.get(Tenancy), app.get(PlatformDatabase), productRegistry()).syncEverywhere();
  } finally {
    await app.close();
  }
}
