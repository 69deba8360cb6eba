import { Injectable } from '@nestjs/common';
import { factStatement } from '#kernel/pipeline/facts.js';
import { Conflict, NotFound, Unavailable, Unprocessable } from '#kernel/pipeline/problem.js';
import { currentOrganizationId, currentScope } from '#kernel/tenancy/scope.js';
import { PlatformDatabase, Tenancy } from '#kernel/tenancy/tenancy.js';
import { isUuid } from '#kernel/tenancy/uuid.js';
import { Authority } from '#platform/access/authority.js';
import { Names } from '#platform/outbound/names.js';
import { claimDomain } from './federation.query.js';
import { domainRecord, noteVerified, type DomainRecord } from './provider.query.js';
import { mustBeOwner } from './provider-rules.js';

/** Where the proof stands in the DNS: below the domain, so that it is in nobody's way. */
export function proofName(domain: string): string {
  return `_tessera-sign-in.${domain}`;
}

/** Whether a domain is an organisation's own: whoever can write into its DNS says so. */
@Injectable()
export class Domains {
  constructor(
    private readonly platform: PlatformDatabase,
    private readonly tenancy: Tenancy,
    private readonly authority: Authority,
    private readonly names: Names,
  ) {}

  async verify(id: string): Promise<{ domain: string; verifiedAt: string }> {
    const organizationId = currentOrganizationId();
    await this.expectOwner();
    const [record] = isUuid(id) ? await this.tenancy.read<DomainRecord>(domainRecord(organizationId, id)) : [];
    if (!record) throw new NotFound();
    await this.expectProof(record);
    const now = currentScope().clock.now();
    await this.tenancy.transaction(async (transaction) => {
      const noted = await transaction.query(noteVerified(organizationId, record, now, now));
      if (noted.length === 0) throw new Conflict('The domain has been changed in the meantime. Read it again.');
      await transaction.query(factStatement('signInDomain.verified', 'signInDomain', id, { domain: record.name }));
      const claimed = await this.platform.query(claimDomain({ domain: record.name, organizationId, recordId: id, proof: record.proof }, now));
      // Only whoever can write into the domain's DNS learns of this.
      if (claimed.length === 0) throw new Conflict('Another organisation signs its people in by this domain. Have it given up there first.');
    });
    return { domain: record.name, verifiedAt: now.toISOString() };
  }

  private async expectOwner(): Promise<void> {
    await this.tenancy.transaction(async () => {
      const acting = await this.authority.acting();
      if (acting) mustBeOwner(acting);
    });
  }

  private async expectProof({ name, proof }: DomainRecord): Promise<void> {
    let texts: string[];
    try {
      texts = await this.names.texts(proofName(name));
    } catch (error) {
      throw new Unavailable('The DNS of this domain does not answer at the moment. Try again in a minute.', 60, error);
    }
    if (!texts.includes(proof)) throw new Unprocessable(`There is no TXT record ${proofName(name)} with the text ${proof} yet. It may take an hour until a new one is seen everywhere.`);
  }
}
