import { NestFactory } from '@nestjs/core';
import { asSystem, PlatformDatabase } from '#kernel/tenancy/tenancy.js';
import { TenancyModule } from '#kernel/tenancy/tenancy.module.js';
import type { Config } from '#platform/config/config.js';
import { DEMO_ORGANIZATIONS } from '#platform/demo/organizations.js';
import { addOrganization } from '#platform/organizations/organization.query.js';
import { tenancyOptions } from '#platform/config/tenancy-options.js';

export async function seedCommand(config: Config): Promise<void> {
  if (!config.demoMode) throw new Error('The demo world is only made where DEMO_MODE=true. Set it, and never in production.');
  const app = await NestFactory.createApplicationContext(TenancyModule.forRoot(tenancyOptions(config)), { logger: ['error', 'warn'] });
  try {
    await asSystem('demo world', async () => {
      for (const organization of DEMO_ORGANIZATIONS) await app.get(PlatformDatabase).query(addOrganization(organization));
    });
    console.log(`The demo world is there: ${DEMO_ORGANIZATIONS.map(({ name }) => name).join(', ')}.`);
  } finally {
    await app.close();
  }
}
