import type { Statement } from '#kernel/tenancy/transaction.js';

/** A row unless somebody has this address already. */
export function openAccount(id: string, email: string, name: string, passwordHash: string): Statement {
  return {
    name: 'account.open',
    text: `INSERT INTO account (id, email, name, password_hash) VALUES ($1, $2, $3, $4) ON CONFLICT (email_key) DO NOTHING RETURNING id`,
    values: [id, email, name, passwordHash],
  };
}

/** A row while the account is active. */
export function setPassword(accountId: string, passwordHash: string, now: Date): Statement {
  return { name: 'account.setPassword', text: `UPDATE account SET password_hash = $2, updated_at = $3 WHERE id = $1 AND status = 'active' RETURNING email, name`, values: [accountId, passwordHash, now] };
}

/** A row when the account is active, still has the former address, and nobody has the new one. */
export function moveAccount(accountId: string, from: string, to: string, now: Date): Statement {
  return {
    name: 'account.move',
    text: `UPDATE account SET email = $3, updated_at = $4 WHERE id = $1 AND email = $2 AND status = 'active'
           AND NOT EXISTS (SELECT 1 FROM account o WHERE o.email_key = lower($3::text COLLATE "C") AND o.id <> $1) RETURNING id, name`,
    values: [accountId, from, to, now],
  };
}

/** In the organisation in scope: the member who had the former address, unless another member has the new one. */
export function moveMember(organizationId: string, memberId: string, from: string, to: string, now: Date): Statement {
  return {
    name: 'member.move',
    text: `UPDATE member SET email = $4, updated_at = $5, version = version + 1 WHERE organization_id = $1 AND id = $2 AND email_key = lower($3::text COLLATE "C") AND deleted_at IS NULL
           AND NOT EXISTS (SELECT 1 FROM member o WHERE o.organization_id = $1 AND o.email_key = lower($4::text COLLATE "C") AND o.id <> $2 AND o.deleted_at IS NULL)`,
    values: [organizationId, memberId, from, to, now],
  };
}

export interface AddressChange {
  id: string;
  accountId: string;
  former: string;
  wanted: string;
  newSaidYesAt: Date | null;
  oldSaidYesAt: Date | null;
  doneAt: Date | null;
  refusedAt: Date | null;
}

export function addChange(id: string, accountId: string, former: string, wanted: string, now: Date): Statement {
  return { name: 'addressChange.add', text: `INSERT INTO address_change (id, account_id, former, wanted, asked_at) VALUES ($1, $2, $3, $4, $5)`, values: [id, accountId, former, wanted, now] };
}

/** Locked until the transaction ends: both addresses may say yes at the same moment. */
export function lockChange(id: string): Statement {
  return {
    name: 'addressChange.lock',
    text: `SELECT id, account_id AS "accountId", former, wanted, new_said_yes_at AS "newSaidYesAt", old_said_yes_at AS "oldSaidYesAt", done_at AS "doneAt", refused_at AS "refusedAt"
           FROM address_change WHERE id = $1 FOR UPDATE`,
    values: [id],
  };
}

export function noteChange({ id, newSaidYesAt, oldSaidYesAt, doneAt, refusedAt }: AddressChange): Statement {
  return {
    name: 'addressChange.note',
    text: `UPDATE address_change SET new_said_yes_at = $2, old_said_yes_at = $3, done_at = $4, refused_at = $5 WHERE id = $1`,
    values: [id, newSaidYesAt, oldSaidYesAt, doneAt, refusedAt],
  };
}
