import type { Statement } from '#kernel/tenancy/transaction.js';
import type { Language } from '#platform/mail/letter.js';

export type Purpose = 'registration' | 'password-reset' | 'address-new' | 'address-old' | 'address-refusal';

export interface AccountLink {
  accountId: string | null;
  address: string | null;
  changeId: string | null;
  language: Language;
  purpose: Purpose;
}

const LINK = `account_id AS "accountId", address, change_id AS "changeId", language, purpose`;

export function addLink(hash: Buffer, link: Omit<AccountLink, 'accountId' | 'address' | 'changeId'> & Partial<AccountLink>, expiresAt: Date): Statement {
  const { purpose, accountId = null, address = null, changeId = null, language } = link;
  return {
    name: 'accountLink.add',
    text: `INSERT INTO account_link (hash, purpose, account_id, address, change_id, language, expires_at) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
    values: [hash, purpose, accountId, address, changeId, language, expiresAt],
  };
}

/** Only looks: for what takes time and should not be done for nothing. */
export function linkBy(hash: Buffer, purposes: readonly Purpose[], now: Date): Statement {
  return { name: 'accountLink.by', text: `SELECT ${LINK} FROM account_link WHERE hash = $1 AND purpose = ANY ($2::text[]) AND expires_at > $3`, values: [hash, purposes, now] };
}

/** Uses it up: of many who try at once, one gets the row, and nobody when that one's transaction fails and it is tried again too late. */
export function useLink(hash: Buffer, purposes: readonly Purpose[], now: Date): Statement {
  return { name: 'accountLink.use', text: `DELETE FROM account_link WHERE hash = $1 AND purpose = ANY ($2::text[]) AND expires_at > $3 RETURNING ${LINK}`, values: [hash, purposes, now] };
}

export function dropLinksOfAccount(accountId: string, purposes: readonly Purpose[]): Statement {
  return { name: 'accountLink.dropOfAccount', text: `DELETE FROM account_link WHERE account_id = $1 AND purpose = ANY ($2::text[])`, values: [accountId, purposes] };
}

export function dropLinksOfChange(changeId: string): Statement {
  return { name: 'accountLink.dropOfChange', text: `DELETE FROM account_link WHERE change_id = $1`, values: [changeId] };
}

/** Those of a registration that has come to its end, and whatever has had its time. */
export function dropSpentLinks(address: string, now: Date): Statement {
  return { name: 'accountLink.dropSpent', text: `DELETE FROM account_link WHERE (address = $1 AND purpose = 'registration') OR expires_at < $2`, values: [address, now] };
}
