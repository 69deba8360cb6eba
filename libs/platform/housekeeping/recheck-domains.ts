import { Injectable } from '@nestjs/common';
import { factStatement } from '#kernel/pipeline/facts.js';
import { currentOrganizationId, currentScope } from '#kernel/tenancy/scope.js';
import { PlatformDatabase, Tenancy } from '#kernel/tenancy/tenancy.js';
import { proofName } from '#platform/identity/sso/domains.js';
import { releaseDomains, seeDomain, verifiedDomainsOf, type VerifiedDomain } from '#platform/identity/sso/federation.query.js';
import { noteVerified } from '#platform/identity/sso/provider.query.js';
import { defineJob, Handles, type JobContext, type JobHandler, type JobPayload } from '#platform/jobs/job-kind.js';
import { Names } from '#platform/outbound/names.js';

export const recheckDomainsJob = defineJob({ queue: 'housekeeping', name: 'recheck-sign-in-domains', attempts: 3, timeoutMs: 120_000 });

/** A mistake in the DNS must not lock everybody out at once, nor a domain that was sold keep its word for long. */
const GRACE_MS = 7 * 24 * 60 * 60_000;

/** Whoever cannot show any more that a domain is theirs signs nobody in by it. */
@Injectable()
@Handles(recheckDomainsJob)
export class RecheckDomains implements JobHandler<JobPayload> {
  constructor(
    private readonly platform: PlatformDatabase,
    private readonly tenancy: Tenancy,
    private readonly names: Names,
  ) {}

  async run(_payload: JobPayload, { signal }: JobContext): Promise<void> {
    const organizationId = currentOrganizationId();
    for (const verified of await this.platform.query<VerifiedDomain>(verifiedDomainsOf(organizationId))) {
      if (signal.aborted) return;
      const now = currentScope().clock.now();
      // Whoever does not answer has not said no, but has not said yes either.
      const texts = await this.names.texts(proofName(verified.domain)).catch((): string[] => []);
      if (texts.includes(verified.proof)) await this.platform.query(seeDomain(verified.domain, organizationId, now));
      else if (now.getTime() - verified.seenAt.getTime() > GRACE_MS) await this.giveUp(organizationId, verified, now);
    }
  }

  private async giveUp(organizationId: string, { domain, recordId, proof }: VerifiedDomain, now: Date): Promise<void> {
    await this.tenancy.transaction(async (transaction) => {
      await transaction.query(noteVerified(organizationId, { id: recordId, name: domain, proof }, null, now));
      await transaction.query(factStatement('signInDomain.lost', 'signInDomain', recordId, { domain }));
      await this.platform.query(releaseDomains(organizationId, [recordId]));
    });
  }
}
