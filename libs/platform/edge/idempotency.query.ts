import { Injectable } from '@nestjs/common';
import { currentOrganizationId } from '#kernel/tenancy/scope.js';
import { Tenancy } from '#kernel/tenancy/tenancy.js';
import type { Transaction } from '#kernel/tenancy/transaction.js';

export interface StoredAnswer {
  fingerprint: string;
  status: number;
  contentType: string | null;
  /** JSON of the few headers that belong to the answer. */
  headers: string | null;
  body: string;
}

export interface KeyUse {
  actorId: string;
  key: string;
  method: string;
  path: string;
}

/** The answers kept for repeated requests. They live in the transaction of the effect: both are there, or neither is. */
@Injectable()
export class IdempotencyKeys {
  constructor(private readonly tenancy: Tenancy) {}

  transaction<T>(work: (transaction: Transaction) => Promise<T>): Promise<T> {
    return this.tenancy.transaction(work);
  }

  /** Held until the transaction ends; false when another request with the same key is under way. */
  async reserve(transaction: Transaction, { actorId, key }: KeyUse): Promise<boolean> {
    const [row] = await transaction.query<{ reserved: boolean }>({
      name: 'idempotency reserve',
      text: 'SELECT pg_try_advisory_xact_lock(hashtextextended($1, 0)) AS reserved',
      values: [`idempotency ${currentOrganizationId()} ${actorId} ${key}`],
    });
    return row?.reserved ?? false;
  }

  async find(transaction: Transaction, { actorId, key }: KeyUse, now: Date): Promise<StoredAnswer | undefined> {
    const [answer] = await transaction.query<StoredAnswer>({
      name: 'idempotency find',
      text: `SELECT fingerprint, status, content_type AS "contentType", headers, body FROM idempotency_key
             WHERE organization_id = $1 AND actor_id = $2 AND key = $3 AND expires_at > $4`,
      values: [currentOrganizationId(), actorId, key, now],
    });
    return answer;
  }

  /** An expired key counts as absent: its answer is replaced. */
  async store(transaction: Transaction, { actorId, key, method, path }: KeyUse, answer: StoredAnswer, now: Date, expiresAt: Date): Promise<void> {
    await transaction.query({
      name: 'idempotency store',
      text: `INSERT INTO idempotency_key (organization_id, actor_id, key, method, path, fingerprint, status, content_type, headers, body, created_at, expires_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
             ON CONFLICT (organization_id, actor_id, key) DO UPDATE SET (method, path, fingerprint, status, content_type, headers, body, created_at, expires_at)
               = (excluded.method, excluded.path, excluded.fingerprint, excluded.status, excluded.content_type, excluded.headers, excluded.body, excluded.created_at, excluded.expires_at)`,
      values: [currentOrganizationId(), actorId, key, method, path, answer.fingerprint, answer.status, answer.contentType, answer.headers, answer.body, now, expiresAt],
    });
  }
}
