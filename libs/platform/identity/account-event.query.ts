import type { Json } from '#kernel/field/field.js';
import type { Statement } from '#kernel/tenancy/transaction.js';

export interface AccountEvent {
  id: string;
  happenedAt: Date;
  what: string;
  sessionId: string | null;
  place: string | null;
  device: string | null;
  data: { [key: string]: Json };
}

export function addAccountEvent(accountId: string | null, { happenedAt, what, sessionId, place, device, data }: Omit<AccountEvent, 'id'>, requestId: string): Statement {
  return {
    name: 'accountEvent.add',
    text: `INSERT INTO account_event (account_id, happened_at, what, request_id, session_id, place, device, data) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
    values: [accountId, happenedAt, what, requestId, sessionId, place, device, JSON.stringify(data)],
  };
}

/** The newest first. */
export function accountEventsOf(accountId: string, most: number): Statement {
  return {
    name: 'accountEvent.ofAccount',
    text: `SELECT id, happened_at AS "happenedAt", what, session_id AS "sessionId", place, device, data FROM account_event WHERE account_id = $1 ORDER BY id DESC LIMIT $2`,
    values: [accountId, most],
  };
}
