import { type DynamicModule, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { CRM_CHAPTERS } from '#crm/demo.js';
import { DEAL_CHAPTERS } from '#sales/demo-deals.js';
import { LEAD_CHAPTERS } from '#sales/demo-leads.js';
import { SALES_CHAPTERS } from '#sales/demo.js';
import { TARGET_CHAPTERS } from '#sales/demo-targets.js';
import { TenancyModule } from '#kernel/tenancy/tenancy.module.js';
import type { Config } from '#platform/config/config.js';
import { ConfigModule } from '#platform/config/config.module.js';
import { tenancyOptions } from '#platform/config/tenancy-options.js';
import { DemoModule } from '#platform/demo/demo.module.js';
import { DEMO_ORGANIZATIONS } from '#platform/demo/organizations.js';
import { DemoWorld, type DemoChapter } from '#platform/demo/world.js';
import { MailModule } from '#platform/mail/mail.module.js';
import { productModules } from '../kernel.js';

/** In the order in which they are told: a chapter may build on those before it. */
const CHAPTERS: DemoChapter[] = [...CRM_CHAPTERS, ...DEAL_CHAPTERS, ...LEAD_CHAPTERS, ...SALES_CHAPTERS, ...TARGET_CHAPTERS];

@Module({})
class SeedModule {
  static forRoot(config: Config): DynamicModule {
    return { module: SeedModule, imports: [ConfigModule.forRoot(config), TenancyModule.forRoot(tenancyOptions(config)), MailModule, ...productModules(config.modules), DemoModule] };
  }
}

export async function seedCommand(config: Config): Promise<void> {
  if (config.nodeEnv === 'production' || !config.demoMode) throw new Error('The demo world is only made where DEMO_MODE=true. Set it, and never in production.');
  const app = await NestFactory.createApplicationContext(SeedModule.forRoot(config), { logger: ['error', 'warn'], abortOnError: false });
  try {
    const told = await app.get(DemoWorld).tell(CHAPTERS, new Date());
    console.log(`The demo world is there: ${DEMO_ORGANIZATIONS.map(({ name }) => name).join(', ')}.${told.length ? ` New: ${told.join(', ')}.` : ''}`);
  } finally {
    await app.close();
  }
}
