import { Injectable } from '@nestjs/common';
import type { Adapter, AdapterPayload } from 'oidc-provider';
import { AsyncLocalStorage } from 'node:async_hooks';
import { hash } from 'node:crypto';
import { openSecret, sealSecret } from '#kernel/field/secret-box.js';
import { currentScope } from '#kernel/tenancy/scope.js';
import { PlatformDatabase } from '#kernel/tenancy/tenancy.js';
import type { Statement, Transaction } from '#kernel/tenancy/transaction.js';
import { Revocations } from '../sessions/revocations.js';
import { artifactBy, artifactByUid, consumeArtifact, dropArtifact, dropGrant, keepArtifact, type ArtifactRow, type Seen } from './artifact.query.js';
import { errors } from './oidc-provider.js';
import { organizationOfClient, readSubject } from './subject.js';

/** Nobody holds on to anything longer, whatever is asked for. */
const LONGEST_SECONDS = 90 * 24 * 60 * 60;

class Undone extends Error {}

/**
 * Where the authorisation server keeps what it must remember: in Postgres, by the hash of what its holder shows, and encrypted,
 * so that neither the database nor a copy of it opens anything.
 */
@Injectable()
export class Artifacts {
  private readonly transactions = new AsyncLocalStorage<Transaction>();

  constructor(
    private readonly platform: PlatformDatabase,
    private readonly revocations: Revocations,
  ) {}

  /** All that is done for one request to the server happens together or not at all. False undoes it. */
  async atomically(work: () => Promise<boolean>): Promise<void> {
    try {
      await this.platform.transaction((transaction) =>
        this.transactions.run(transaction, async () => {
          if (!(await work())) throw new Undone();
        }),
      );
    } catch (error) {
      if (!(error instanceof Undone)) throw error;
    }
  }

  query<R>(statement: Statement): Promise<R[]> {
    return this.transactions.getStore()?.query<R>(statement) ?? this.platform.query<R>(statement);
  }

  of(kind: string): Adapter {
    return {
      upsert: (id, payload, expiresIn) => this.keep(kind, id, payload, expiresIn),
      find: (id) => this.find(artifactBy(kind, hashOf(id)), id),
      findByUid: (uid) => this.find(artifactByUid(kind, hashOf(uid))),
      findByUserCode: () => Promise.resolve(undefined),
      consume: (id) => this.consume(kind, id),
      destroy: async (id) => this.announce(await this.query<Seen>(kind === 'Grant' ? dropGrant(hashOf(id)) : dropArtifact(kind, hashOf(id)))),
      revokeByGrantId: async (grantId) => this.announce(await this.query<Seen>(dropGrant(hashOf(grantId)))),
    };
  }

  private async keep(kind: string, id: string, payload: AdapterPayload, expiresIn = 0): Promise<void> {
    const { jti: _jti, ...said } = payload;
    const now = currentScope().clock.now();
    const at = hashOf(id);
    const { organizationId = null, memberId = null } = readSubject(payload.accountId) ?? {};
    await this.query(
      keepArtifact({
        kind, hash: at, grantHash: payload.grantId ? hashOf(payload.grantId) : null, uidHash: kind === 'Session' && payload.uid ? hashOf(payload.uid) : null,
        organizationId: organizationId ?? organizationOfClient(payload.clientId), memberId, clientId: payload.clientId ?? null,
        payload: sealSecret(JSON.stringify(kind === 'Session' ? payload : said), boundTo(kind, at)), expiresAt: new Date(now.getTime() + Math.min(expiresIn || LONGEST_SECONDS, LONGEST_SECONDS) * 1_000),
      }, now),
    );
  }

  private async find(statement: Statement, id?: string): Promise<AdapterPayload | undefined> {
    const [row] = await this.query<ArtifactRow>(statement);
    if (!row) return undefined;
    const said = JSON.parse(openSecret(row.payload, boundTo(row.kind, row.hash))) as AdapterPayload;
    return { ...said, ...(id !== undefined && { jti: id }), ...(row.consumedAt && { consumed: Math.floor(row.consumedAt.getTime() / 1_000) }) };
  }

  /** Whoever comes second has something that was used up already: whatever came of it ends. */
  private async consume(kind: string, id: string): Promise<void> {
    const at = hashOf(id);
    const taken = await this.query(consumeArtifact(kind, at, currentScope().clock.now()));
    if (taken.length > 0) return;
    const [row] = await this.query<ArtifactRow>(artifactBy(kind, at));
    if (row?.grantHash) this.announce(await this.query<Seen>(dropGrant(row.grantHash)));
    throw new errors.InvalidGrant('it was used before');
  }

  private announce(gone: readonly Seen[]): void {
    const organizations = new Set(gone.map(({ organizationId }) => organizationId).filter((id) => id !== null));
    for (const organizationId of organizations) {
      const tell = () => this.revocations.announce({ organizationId });
      const transaction = this.transactions.getStore();
      if (transaction) transaction.afterCommit(tell);
      else tell();
    }
  }
}

/** What is shown is 256 random bits, which need no slow hash. */
export function hashOf(id: string): Buffer {
  return hash('sha256', id, 'buffer');
}

export function openArtifact({ payload, kind, hash: at }: ArtifactRow): AdapterPayload {
  return JSON.parse(openSecret(payload, boundTo(kind, at))) as AdapterPayload;
}

function boundTo(kind: string, at: Buffer): string {
  return `oauth ${kind} ${at.toString('hex')}`;
}
