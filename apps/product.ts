import type { Type } from '@nestjs/common';
import { AutomationModule } from '#automation/automation.module.js';
import { AccessModule } from '#platform/access/access.module.js';
import { CrmModule } from '#crm/crm.module.js';
import { ProductModule } from '#crm/product/product.module.js';
import { declaredVerb } from '#kernel/resource/verb.js';
import { Registry } from '#kernel/resource/registry.js';
import { CustomizationModule } from '#platform/customization/customization.module.js';
import { OauthModule } from '#platform/identity/oauth/oauth.module.js';
import { SsoModule } from '#platform/identity/sso/sso.module.js';
import { PeopleModule } from '#platform/identity/people.module.js';
import { InvitationsModule } from '#platform/onboarding/invitation/invitations.module.js';
import { MailServerModule } from '#platform/mail/server/mail-server.module.js';
import { MailSuppressionModule } from '#platform/mail/suppression/suppression.module.js';
import { NotificationsModule } from '#platform/notifications/notifications.module.js';
import { WebhookModule } from '#platform/webhooks/webhook.module.js';
import { CurrencyModule } from '#sales/currency/currency.module.js';
import { AssignmentModule } from '#platform/assignment/assignment.module.js';
import { LeadsModule } from '#sales/leads/leads.module.js';
import { OpportunitiesModule } from '#sales/opportunities/opportunities.module.js';
import { featureOf, type FirstStep } from '#platform/modules/feature-module.js';
import { PaymentsModule } from '#sales/payments/payments.module.js';
import { QuotationsModule } from '#sales/quotations/quotations.module.js';
import { ReportsModule } from '#sales/reports/reports.module.js';
import { TargetsModule } from '#sales/targets/targets.module.js';

/** Everything the product is made of. A new sub-module is added here, and nowhere else. */
export const FEATURES: Type[] = [PeopleModule, AssignmentModule, AccessModule, OauthModule, SsoModule, InvitationsModule, CustomizationModule, MailSuppressionModule, MailServerModule, NotificationsModule, WebhookModule, CrmModule, CurrencyModule, OpportunitiesModule, LeadsModule, ProductModule, QuotationsModule, PaymentsModule, ReportsModule, TargetsModule, AutomationModule];

/** All nouns and verbs, whichever modules a process serves: references reach across, and the schema is the same everywhere. */
export function productRegistry(): Registry {
  const features = FEATURES.map(featureOf);
  return Registry.build(features.flatMap(({ resources }) => resources), features.flatMap(({ actions }) => actions.map(declaredVerb)));
}

/** What an organisation that begins should do, in the order of the features. */
export function firstSteps(): FirstStep[] {
  return FEATURES.flatMap((feature) => featureOf(feature).firstSteps);
}
