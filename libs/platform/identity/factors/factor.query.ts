import type { Statement } from '#kernel/tenancy/transaction.js';

export interface Factor {
  id: string;
  accountId: string;
  kind: 'totp' | 'passkey';
  name: string;
  createdAt: Date;
  confirmedAt: Date | null;
  lastUsedAt: Date | null;
}

export interface TotpFactor extends Factor {
  secret: Buffer;
}

export interface PasskeyFactor extends Factor {
  credentialId: string;
  publicKey: Buffer;
  /** bigint. */
  uses: string;
  transports: string[] | null;
  backedUp: boolean | null;
}

const FACTOR = `f.id, f.account_id AS "accountId", f.kind, f.name, f.created_at AS "createdAt", f.confirmed_at AS "confirmedAt", f.last_used_at AS "lastUsedAt"`;
const PASSKEY = `${FACTOR}, f.credential_id AS "credentialId", f.public_key AS "publicKey", f.uses, f.transports, f.backed_up AS "backedUp"`;

/** Of one account at a time, until the transaction ends: what comes at once is done one after the other. */
export function lockAccount(accountId: string): Statement {
  return { name: 'account.lock', text: `SELECT id FROM account WHERE id = $1 FOR UPDATE`, values: [accountId] };
}

export function factorsOf(accountId: string): Statement {
  return { name: 'factor.ofAccount', text: `SELECT ${FACTOR} FROM factor f WHERE f.account_id = $1 AND f.confirmed_at IS NOT NULL ORDER BY f.created_at, f.id`, values: [accountId] };
}

export function totpFactorsOf(accountId: string): Statement {
  return { name: 'factor.totpOfAccount', text: `SELECT ${FACTOR}, f.secret FROM factor f WHERE f.account_id = $1 AND f.kind = 'totp' AND f.confirmed_at IS NOT NULL`, values: [accountId] };
}

export function passkeysOf(accountId: string): Statement {
  return { name: 'factor.passkeysOfAccount', text: `SELECT ${PASSKEY} FROM factor f WHERE f.account_id = $1 AND f.kind = 'passkey' ORDER BY f.created_at, f.id`, values: [accountId] };
}

export function passkeyBy(credentialId: string): Statement {
  return { name: 'factor.passkeyByCredential', text: `SELECT ${PASSKEY} FROM factor f WHERE f.credential_id = $1`, values: [credentialId] };
}

/** What was begun before and never confirmed goes: nobody collects secrets here. */
export function beginTotp({ id, accountId, name }: Pick<Factor, 'id' | 'accountId' | 'name'>, secret: Buffer, now: Date): Statement {
  return {
    name: 'factor.beginTotp',
    text: `WITH stale AS (DELETE FROM factor WHERE account_id = $2 AND confirmed_at IS NULL)
           INSERT INTO factor (id, account_id, kind, name, created_at, secret) VALUES ($1, $2, 'totp', $3, $4, $5)`,
    values: [id, accountId, name, now, secret],
  };
}

/** One that needs no confirmation, since nobody has to scan it. */
export function addTotp({ id, accountId, name }: Pick<Factor, 'id' | 'accountId' | 'name'>, secret: Buffer, now: Date): Statement {
  return {
    name: 'factor.addTotp',
    text: `INSERT INTO factor (id, account_id, kind, name, created_at, confirmed_at, secret) VALUES ($1, $2, 'totp', $3, $4, $4, $5) ON CONFLICT (id) DO NOTHING`,
    values: [id, accountId, name, now, secret],
  };
}

export function unconfirmedTotp(id: string, accountId: string): Statement {
  return { name: 'factor.unconfirmedTotp', text: `SELECT ${FACTOR}, f.secret FROM factor f WHERE f.id = $1 AND f.account_id = $2 AND f.kind = 'totp' AND f.confirmed_at IS NULL`, values: [id, accountId] };
}

export function confirmTotp(id: string, step: number, now: Date): Statement {
  return {
    name: 'factor.confirmTotp',
    text: `UPDATE factor SET confirmed_at = $3, last_used_at = $3, last_step = $2 WHERE id = $1 AND confirmed_at IS NULL RETURNING id`,
    values: [id, step, now],
  };
}

/** No row for a code whose step, or a later one, has been used. */
export function useTotp(id: string, step: number, now: Date): Statement {
  return {
    name: 'factor.useTotp',
    text: `UPDATE factor SET last_step = $2, last_used_at = $3 WHERE id = $1 AND coalesce(last_step, -1) < $2 RETURNING id`,
    values: [id, step, now],
  };
}

export type NewPasskey = Omit<PasskeyFactor, 'kind' | 'confirmedAt' | 'lastUsedAt' | 'uses'> & { uses: number };

export function addPasskey({ id, accountId, name, createdAt, credentialId, publicKey, uses, transports, backedUp }: NewPasskey): Statement {
  return {
    name: 'factor.addPasskey',
    text: `INSERT INTO factor (id, account_id, kind, name, created_at, confirmed_at, credential_id, public_key, uses, transports, backed_up)
           VALUES ($1, $2, 'passkey', $3, $4, $4, $5, $6, $7, $8, $9) ON CONFLICT (credential_id) DO NOTHING RETURNING id`,
    values: [id, accountId, name, createdAt, credentialId, publicKey, uses, transports, backedUp],
  };
}

/** Authenticators that do not count always say 0; one that counts must have counted on, or it has been copied. */
export function usePasskey(id: string, uses: number, backedUp: boolean, now: Date): Statement {
  return {
    name: 'factor.usePasskey',
    text: `UPDATE factor SET uses = $2, backed_up = $3, last_used_at = $4 WHERE id = $1 AND (uses < $2 OR ($2 = 0 AND uses = 0)) RETURNING id`,
    values: [id, uses, backedUp, now],
  };
}

export function renameFactor(id: string, accountId: string, name: string): Statement {
  return { name: 'factor.rename', text: `UPDATE factor f SET name = $3 WHERE f.id = $1 AND f.account_id = $2 AND f.confirmed_at IS NOT NULL RETURNING ${FACTOR}`, values: [id, accountId, name] };
}

export function removeFactor(id: string, accountId: string): Statement {
  return { name: 'factor.remove', text: `DELETE FROM factor f WHERE f.id = $1 AND f.account_id = $2 AND f.confirmed_at IS NOT NULL RETURNING ${FACTOR}`, values: [id, accountId] };
}

export function addRecoveryCodes(accountId: string, hashes: readonly Buffer[], now: Date): Statement {
  return {
    name: 'recoveryCode.add',
    text: `INSERT INTO recovery_code (account_id, hash, created_at) SELECT $1, h, $3 FROM unnest($2::bytea[]) h`,
    values: [accountId, hashes, now],
  };
}

export function dropRecoveryCodes(accountId: string): Statement {
  return { name: 'recoveryCode.drop', text: `DELETE FROM recovery_code WHERE account_id = $1`, values: [accountId] };
}

/** No row when there is no such code, or it has been used. */
export function takeRecoveryCode(accountId: string, hash: Buffer, now: Date): Statement {
  return {
    name: 'recoveryCode.take',
    text: `UPDATE recovery_code SET used_at = $3 WHERE account_id = $1 AND hash = $2 AND used_at IS NULL RETURNING hash`,
    values: [accountId, hash, now],
  };
}

export function recoveryCodesLeft(accountId: string): Statement {
  return { name: 'recoveryCode.left', text: `SELECT count(*)::int AS codes FROM recovery_code WHERE account_id = $1 AND used_at IS NULL`, values: [accountId] };
}
