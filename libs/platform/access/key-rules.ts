import { Injectable } from '@nestjs/common';
import { After, Before, type Change } from '#kernel/pipeline/hooks.js';
import { Nouns } from '#kernel/resource/custom-fields.js';
import { currentOrganizationId } from '#kernel/tenancy/scope.js';
import { Tenancy } from '#kernel/tenancy/tenancy.js';
import { ApiKey } from '#platform/identity/keys/api-key.js';
import { forgetSecretsOf } from '#platform/identity/keys/api-key.query.js';
import { unknownScopes } from '#platform/identity/keys/key-scopes.js';
import { Member } from '#platform/identity/member.js';
import { Authority } from './authority.js';
import { rolesById, type HeldRole } from './standing.query.js';

/** S16 for programs: nobody gives a key what they lack, and no secret outlives what it was given for. */
@Injectable()
export class KeyRules {
  constructor(
    private readonly authority: Authority,
    private readonly nouns: Nouns,
    private readonly tenancy: Tenancy,
  ) {}

  @Before(ApiKey)
  async check(changes: Change[]): Promise<void> {
    const acting = await this.authority.acting();
    await this.authority.mustHaveProved();
    for (const { kind, after, set, complain } of changes) {
      if (kind === 'delete' || !after) continue;
      if (kind === 'restore') for (const name of ['prefix', 'issuedAt', 'formerUntil', 'digest', 'formerDigest']) set(name, null);
      // On its way in, JSON is still the text that will be stored.
      const scopes = (typeof after.scopes === 'string' ? JSON.parse(after.scopes) : (after.scopes ?? [])) as string[];
      for (const say of unknownScopes(scopes, await this.nouns.here())) complain('scopes', 'unknown', say);
      const [role] = await this.tenancy.read<HeldRole>(rolesById(currentOrganizationId(), [after.roleId as string]));
      if (acting && role) await this.authority.mustHandOut(acting, role);
    }
  }

  @After(Member)
  async forgetSecrets(changes: Change[]): Promise<void> {
    const gone = changes.filter(({ kind }) => kind === 'delete').map(({ before }) => before!.id as string);
    if (gone.length > 0) await this.tenancy.write(forgetSecretsOf(currentOrganizationId(), gone));
  }
}
