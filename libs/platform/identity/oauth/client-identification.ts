import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Unauthenticated } from '#kernel/pipeline/problem.js';
import { currentScope, type Actor } from '#kernel/tenancy/scope.js';
import { PlatformDatabase } from '#kernel/tenancy/tenancy.js';
import { bearerOf } from '../bearer.js';
import { Revocations } from '../sessions/revocations.js';
import { liveToken, type ArtifactRow } from './artifact.query.js';
import { hashOf, openArtifact } from './artifacts.js';
import { Clients } from './clients.js';
import { DOCS_CLIENT } from './docs-client.js';

/** Which application calls, and for whom. */
export interface ClientCaller {
  readonly actor: Actor & { kind: 'client' };
  readonly organizationId: string;
  readonly actorBudget: string;
  readonly organizationBudget: string;
  /** For the ledger. */
  readonly through: string;
}

interface Known {
  caller: ClientCaller;
  until: number;
}

const FORM = /^[A-Za-z0-9_-]{43}$/;
const REFUSED = 'The access token is not valid, or no longer.';
/** What ends a token takes effect within this time, everywhere. */
const FRESH_FOR_MS = 4_000;
const MOST_KNOWN = 20_000;

/** Says which application is calling, from its access token: opaque, so that nothing about it can be forged or outlive its end. */
@Injectable()
export class ClientIdentification implements OnModuleInit {
  private readonly knownTokens = new Map<string, Known>();

  constructor(
    private readonly platform: PlatformDatabase,
    private readonly clients: Clients,
    private readonly revocations: Revocations,
  ) {}

  onModuleInit(): void {
    this.revocations.listen(({ organizationId }) => {
      for (const [key, { caller }] of this.knownTokens) if (organizationId === undefined || caller.organizationId === organizationId) this.knownTokens.delete(key);
    });
  }

  isSent(authorization: string | undefined): boolean {
    const token = bearerOf(authorization);
    return token !== null && FORM.test(token);
  }

  known(authorization: string | undefined): ClientCaller | null {
    const token = bearerOf(authorization);
    if (token === null || !FORM.test(token)) return null;
    const known = this.knownTokens.get(nameOf(token));
    return known && known.until > Date.now() ? known.caller : null;
  }

  async verify(authorization: string | undefined): Promise<ClientCaller> {
    const token = bearerOf(authorization) ?? '';
    const now = currentScope().clock.now();
    const [row] = await this.platform.query<ArtifactRow>(liveToken(hashOf(token), now));
    const caller = row && (await this.callerOf(row));
    if (!caller) throw new Unauthenticated(REFUSED);
    if (this.knownTokens.size >= MOST_KNOWN) this.knownTokens.clear();
    this.knownTokens.set(nameOf(token), { caller, until: Date.now() + Math.min(FRESH_FOR_MS, row.expiresAt.getTime() - now.getTime()) });
    return caller;
  }

  private async callerOf(row: ArtifactRow): Promise<ClientCaller | null> {
    const { organizationId, clientId } = row;
    if (!organizationId || !clientId) return null;
    const client = clientId === DOCS_CLIENT ? { id: DOCS_CLIENT, name: 'Tessera API', ownerId: null } : await this.clients.usable(clientId);
    const onBehalf = row.kind === 'AccessToken';
    const memberId = onBehalf ? row.memberId : client?.ownerId;
    if (!client || !memberId) return null;
    const scopes = String(openArtifact(row).scope ?? '');
    return {
      actor: { kind: 'client', clientId: client.id, memberId, scopes, onBehalf },
      organizationId,
      actorBudget: `${organizationId}:rate:actor:${onBehalf ? memberId : client.id}`,
      organizationBudget: `${organizationId}:rate`,
      through: `application: ${client.name}`,
    };
  }
}

/** So that a dump of what is remembered holds no token. */
function nameOf(token: string): string {
  return hashOf(token).toString('base64');
}
