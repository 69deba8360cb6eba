import type { Statement } from '#kernel/tenancy/transaction.js';

export interface NewChallenge {
  purpose: string;
  hash: Buffer;
  accountId: string | null;
  sessionId: string | null;
  data: object;
  expiresAt: Date;
}

export function addChallenge({ purpose, hash, accountId, sessionId, data, expiresAt }: NewChallenge): Statement {
  return {
    name: 'challenge.add',
    text: `INSERT INTO challenge (purpose, hash, account_id, session_id, data, expires_at) VALUES ($1, $2, $3, $4, $5, $6)`,
    values: [purpose, hash, accountId, sessionId, JSON.stringify(data), expiresAt],
  };
}

/** Counts the attempt before it is judged, so that those that come at once are not judged more often than one after the other. */
export function tryChallenge(purpose: string, hash: Buffer, sessionId: string | null, now: Date, most: number): Statement {
  return {
    name: 'challenge.try',
    text: `UPDATE challenge SET failures = failures + 1 WHERE hash = $2 AND purpose = $1 AND session_id IS NOT DISTINCT FROM $3::uuid AND expires_at > $4 AND failures < $5
           RETURNING id, account_id AS "accountId", data`,
    values: [purpose, hash, sessionId, now, most],
  };
}

/** No row when somebody else has used it up. */
export function takeChallenge(id: string): Statement {
  return { name: 'challenge.take', text: `DELETE FROM challenge WHERE id = $1 RETURNING id`, values: [id] };
}
