import type { Statement } from '#kernel/tenancy/transaction.js';
import type { Account } from './account.js';

const ACCOUNT = `a.id, a.email, a.name, a.status, a.super_admin AS "superAdmin"`;

export interface AccountToCheck extends Account {
  passwordHash: string | null;
  lastSignInFrom: string | null;
}

export function accountByAddress(addressKey: string): Statement {
  return { name: 'account.byAddress', text: `SELECT ${ACCOUNT}, a.password_hash AS "passwordHash", a.last_sign_in_from AS "lastSignInFrom" FROM account a WHERE a.email_key = $1`, values: [addressKey] };
}

export function accountToCheckById(id: string): Statement {
  return { name: 'account.toCheckById', text: `SELECT ${ACCOUNT}, a.password_hash AS "passwordHash", a.last_sign_in_from AS "lastSignInFrom" FROM account a WHERE a.id = $1`, values: [id] };
}

/** No row when the password has been changed since it was read. */
export function changePassword(id: string, from: string | null, to: string, at: Date): Statement {
  return { name: 'account.changePassword', text: `UPDATE account SET password_hash = $3, updated_at = $4 WHERE id = $1 AND password_hash IS NOT DISTINCT FROM $2 RETURNING id`, values: [id, from, to, at] };
}

export function accountById(id: string): Statement {
  return { name: 'account.byId', text: `SELECT ${ACCOUNT} FROM account a WHERE a.id = $1`, values: [id] };
}

/** Whoever is there already keeps their name and password. */
export function addAccount({ id, email, name, superAdmin = false }: Pick<Account, 'id' | 'email' | 'name'> & { superAdmin?: boolean }, passwordHash: string | null): Statement {
  return {
    name: 'account.add',
    text: `INSERT INTO account (id, email, name, password_hash, super_admin) VALUES ($1, $2, $3, $4, $5) ON CONFLICT (email_key) DO NOTHING`,
    values: [id, email, name, passwordHash, superAdmin],
  };
}

export function noteSignIn(accountId: string, from: string, at: Date): Statement {
  return { name: 'account.noteSignIn', text: `UPDATE account SET last_sign_in_at = $3, last_sign_in_from = $2 WHERE id = $1`, values: [accountId, from, at] };
}

export function membershipsOf(accountId: string): Statement {
  return {
    name: 'membership.ofAccount',
    text: `SELECT m.organization_id AS "organizationId", m.member_id AS "memberId", o.slug, o.name, o.status, o.federated_only AND NOT m.break_glass AS "federatedOnly"
           FROM membership m JOIN organization o ON o.id = m.organization_id WHERE m.account_id = $1 ORDER BY o.name, o.id`,
    values: [accountId],
  };
}

export function addMembership(organizationId: string, accountId: string, memberId: string): Statement {
  return {
    name: 'membership.add',
    text: `INSERT INTO membership (organization_id, account_id, member_id) VALUES ($1, $2, $3) ON CONFLICT (organization_id, account_id) DO NOTHING`,
    values: [organizationId, accountId, memberId],
  };
}

export interface Standing {
  timeZone: string;
  language: string;
  modules: string[];
}

/** No row unless account and organisation are both active and still belong together. */
export function standingOf(organizationId: string, memberId: string): Statement {
  return {
    name: 'membership.standing',
    text: `SELECT o.time_zone AS "timeZone", o.language, o.modules FROM membership m
           JOIN account a ON a.id = m.account_id AND a.status = 'active' JOIN organization o ON o.id = m.organization_id AND o.status = 'active'
           WHERE m.organization_id = $1 AND m.member_id = $2`,
    values: [organizationId, memberId],
  };
}
