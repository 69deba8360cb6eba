import { Injectable } from '@nestjs/common';
import { randomBytes } from 'node:crypto';
import { After, Before, type Change } from '#kernel/pipeline/hooks.js';
import { currentOrganizationId } from '#kernel/tenancy/scope.js';
import { PlatformDatabase } from '#kernel/tenancy/tenancy.js';
import { Authority } from '#platform/access/authority.js';
import { releaseDomains } from './federation.query.js';
import { mustBeOwner } from './provider-rules.js';
import { isPublicDomain } from './public-domains.js';
import { SignInDomain } from './sign-in-domain.js';

/** Entering a domain is free to all, and tells nothing of who has it: only what stands in the DNS makes it somebody's. */
@Injectable()
export class DomainRules {
  constructor(
    private readonly authority: Authority,
    private readonly platform: PlatformDatabase,
  ) {}

  @Before(SignInDomain)
  async check(changes: Change[]): Promise<void> {
    const acting = await this.authority.acting();
    await this.authority.mustHaveProved();
    if (acting) mustBeOwner(acting);
    for (const { kind, before, after, set, complain } of changes) {
      if (!after) continue;
      if (isPublicDomain(after.name as string)) complain('name', 'public', 'Anybody can have an address there, so no organisation can vouch for it.');
      const isAnother = kind === 'create' || (kind === 'update' && before!.name !== after.name);
      if (isAnother) set('proof', `tessera-sign-in=${randomBytes(24).toString('base64url')}`);
      if (isAnother || kind === 'restore') set('verifiedAt', null);
    }
  }

  @After(SignInDomain)
  async release(changes: Change[]): Promise<void> {
    const left = changes.filter(({ kind, before, after }) => kind === 'delete' || (kind === 'update' && before!.name !== after!.name)).map(({ before }) => before!.id as string);
    if (left.length > 0) await this.platform.query(releaseDomains(currentOrganizationId(), left));
  }
}
