import { Injectable } from '@nestjs/common';
import { factStatement } from '#kernel/pipeline/facts.js';
import { Forbidden, NotFound } from '#kernel/pipeline/problem.js';
import { ReadDoor } from '#kernel/pipeline/read.js';
import { Registry } from '#kernel/resource/registry.js';
import { currentOrganizationId, currentScope } from '#kernel/tenancy/scope.js';
import { Tenancy } from '#kernel/tenancy/tenancy.js';
import { ApiKey } from '#platform/identity/keys/api-key.js';
import { giveSecret, lockKey, type KeyToIssue } from '#platform/identity/keys/api-key.query.js';
import { newPrefix, newSecret, secretHashOf, tokenOf } from '#platform/identity/keys/key-token.js';
import { Revocations } from '#platform/identity/sessions/revocations.js';
import { Authority } from './authority.js';
import { rolesById, type HeldRole } from './standing.query.js';

export interface IssuedKey {
  id: string;
  /** Shown this once. */
  key: string;
  prefix: string;
  formerUntil: string | null;
}

/** Draws the secrets of keys. Whoever draws one answers for the key from then on: it works for them, within what they may do. */
@Injectable()
export class KeySecrets {
  constructor(
    private readonly read: ReadDoor,
    private readonly registry: Registry,
    private readonly tenancy: Tenancy,
    private readonly authority: Authority,
    private readonly revocations: Revocations,
  ) {}

  async draw(id: string, overlapMinutes: number): Promise<IssuedKey> {
    const { json } = await this.read.get(this.registry.of(ApiKey), id, { fields: 'id' });
    if (!(JSON.parse(json) as { _links: { update?: object } })._links.update) throw new Forbidden('Your role does not allow you to change this API key.');
    const organizationId = currentOrganizationId();
    const at = currentScope().clock.now();
    return this.tenancy.transaction(async (transaction) => {
      const acting = await this.authority.acting();
      const [known] = await transaction.query<KeyToIssue>(lockKey(organizationId, id));
      if (!known || !acting) throw new NotFound();
      const [role] = await transaction.query<HeldRole>(rolesById(organizationId, [known.roleId]));
      if (role) await this.authority.mustHandOut(acting, role);
      const prefix = known.prefix ?? newPrefix(organizationId);
      const secret = newSecret();
      const formerUntil = known.issued && overlapMinutes > 0 ? new Date(at.getTime() + overlapMinutes * 60_000) : null;
      await transaction.query(giveSecret(organizationId, id, { prefix, secretHash: secretHashOf(secret), ownerId: acting.memberId, at, formerUntil }));
      await transaction.query(factStatement(known.issued ? 'apiKey.rotated' : 'apiKey.issued', 'apiKey', id, { formerUntil: formerUntil?.toISOString() ?? null }));
      transaction.afterCommit(() => this.revocations.announce({ organizationId }));
      return { id, key: tokenOf(prefix, secret), prefix, formerUntil: formerUntil?.toISOString() ?? null };
    });
  }
}
