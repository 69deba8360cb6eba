import { Injectable } from '@nestjs/common';
import { currentOrganizationId, currentScope } from '#kernel/tenancy/scope.js';
import { PlatformDatabase, Tenancy } from '#kernel/tenancy/tenancy.js';
import type { Transaction } from '#kernel/tenancy/transaction.js';
import { activeMember, type MemberCard } from '#platform/identity/member.query.js';
import { nearestLanguage } from '#platform/mail/letter.js';
import { Mail } from '#platform/mail/mail.js';
import type { Organization } from '#platform/organizations/organization.js';
import { organizationById } from '#platform/organizations/organization.query.js';
import { forgetTarget } from './delivery.query.js';
import { pauseSubscription } from './subscription.query.js';
import type { Pause } from './webhook-subscription.js';

const A_WEEK_MS = 7 * 24 * 60 * 60_000;

interface Paused {
  subscriptionId: string;
  ownerId: string | null;
}

/** Stops sending to a target, and says so to whom it works for. */
@Injectable()
export class Pausing {
  constructor(
    private readonly tenancy: Tenancy,
    private readonly platform: PlatformDatabase,
    private readonly mail: Mail,
  ) {}

  async pause({ subscriptionId, ownerId }: Paused, because: Pause): Promise<void> {
    const organizationId = currentOrganizationId();
    await this.tenancy.transaction(async (transaction) => {
      const [paused] = await transaction.query<{ url: string }>(pauseSubscription(organizationId, subscriptionId, because, currentScope().clock.now()));
      if (!paused) return;
      await transaction.query(forgetTarget(organizationId, subscriptionId));
      if (ownerId && because !== 'owner') await this.tell(transaction, { subscriptionId, ownerId, url: paused.url, because });
    });
  }

  private async tell(transaction: Transaction, { subscriptionId, ownerId, url, because }: { subscriptionId: string; ownerId: string; url: string; because: Pause }): Promise<void> {
    const [owner] = await transaction.query<MemberCard>(activeMember(currentOrganizationId(), ownerId));
    const [organization] = await this.platform.query<Organization>(organizationById(currentOrganizationId()));
    if (!owner || !organization) return;
    const now = currentScope().clock.now();
    await this.mail.post(transaction, {
      effectKey: `webhook-paused:${subscriptionId}:${now.toISOString()}`, to: owner.email, language: nearestLanguage(organization.language), letter: 'webhook-paused',
      usefulUntil: new Date(now.getTime() + A_WEEK_MS), parameters: { organization: organization.name, target: new URL(url).host, because },
    });
  }
}
