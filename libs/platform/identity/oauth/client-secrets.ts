import { Injectable } from '@nestjs/common';
import { randomBytes } from 'node:crypto';
import { factStatement } from '#kernel/pipeline/facts.js';
import { Conflict, Forbidden, NotFound } from '#kernel/pipeline/problem.js';
import { ReadDoor } from '#kernel/pipeline/read.js';
import { Registry } from '#kernel/resource/registry.js';
import { currentOrganizationId, currentScope } from '#kernel/tenancy/scope.js';
import { Tenancy } from '#kernel/tenancy/tenancy.js';
import { Authority } from '#platform/access/authority.js';
import { rolesById, type HeldRole } from '#platform/access/standing.query.js';
import { Revocations } from '../sessions/revocations.js';
import { hashOf } from './artifacts.js';
import { OauthClient } from './oauth-client.js';
import { giveClientSecret, lockClient, type ClientToIssue } from './oauth-client.query.js';

export interface IssuedSecret {
  clientId: string;
  /** Shown this once. */
  clientSecret: string;
}

/** Draws the secrets of applications. Whoever draws one answers for what the application does as itself. */
@Injectable()
export class ClientSecrets {
  constructor(
    private readonly read: ReadDoor,
    private readonly registry: Registry,
    private readonly tenancy: Tenancy,
    private readonly authority: Authority,
    private readonly revocations: Revocations,
  ) {}

  async draw(id: string): Promise<IssuedSecret> {
    const { json } = await this.read.get(this.registry.of(OauthClient), id, { fields: 'id' });
    if (!(JSON.parse(json) as { _links: { update?: object } })._links.update) throw new Forbidden('Your role does not allow you to change this application.');
    const organizationId = currentOrganizationId();
    return this.tenancy.transaction(async (transaction) => {
      const acting = await this.authority.acting();
      const [client] = await transaction.query<ClientToIssue>(lockClient(organizationId, id));
      if (!client || !acting) throw new NotFound();
      if (client.kind !== 'confidential') throw new Conflict('Only an application with a server of its own can keep a secret; this one proves itself by PKCE alone.');
      const [role] = client.roleId ? await transaction.query<HeldRole>(rolesById(organizationId, [client.roleId])) : [];
      if (role) await this.authority.mustHandOut(acting, role);
      const secret = `tos_${randomBytes(32).toString('base64url')}`;
      await transaction.query(giveClientSecret(organizationId, id, { secretHash: hashOf(secret), ownerId: acting.memberId, at: currentScope().clock.now() }));
      await transaction.query(factStatement(client.issued ? 'oauthClient.secret-rotated' : 'oauthClient.secret-issued', 'oauthClient', id, {}));
      transaction.afterCommit(() => this.revocations.announce({ organizationId }));
      return { clientId: client.clientId, clientSecret: secret };
    });
  }
}
