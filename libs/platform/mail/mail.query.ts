import type { Statement } from '#kernel/tenancy/transaction.js';
import type { Language, Letter, Purpose } from './letter.js';

/** Which mail: its organisation, or null for one of the deployment itself. */
export interface MailRef {
  organizationId: string | null;
  id: string;
}

export interface MailRow {
  recipient: string;
  language: Language;
  letter: string;
  purpose: Purpose;
  parameters: Buffer;
  attempts: number;
  doubtful: boolean;
  createdAt: Date;
  usefulUntil: Date;
}

/** How a mail ended for good. */
export type Outcome = 'sent' | 'dropped' | 'dead';

export interface DueMail {
  id: string;
  attempts: number;
}

const MOST_AT_ONCE = 500;

/** The two tables have the same columns, but only that of the organisations names one: $1, which is null for the other. */
function of(organizationId: string | null): { kind: string; table: string; mine: string } {
  return organizationId === null ? { kind: 'accountMail', table: 'account_mail', mine: '$1::uuid IS NULL' } : { kind: 'mail', table: 'mail', mine: 'organization_id = $1' };
}

/** Gives a row only for an effect that nobody has asked for yet. */
export function addMail({ organizationId, id }: MailRef, letter: Omit<Letter, 'parameters'>, parameters: Buffer, now: Date): Statement {
  const { kind, table, mine } = of(organizationId);
  const [column, value] = organizationId === null ? ['', ''] : ['organization_id, ', '$1, '];
  return {
    name: `${kind}.add`,
    text: `INSERT INTO ${table} (${column}id, effect_key, recipient, language, letter, purpose, parameters, useful_until, created_at, next_at)
           SELECT ${value}$2, $3, $4, $5, $6, $10, $7::bytea, $8::timestamptz, $9::timestamptz, $9::timestamptz WHERE ${organizationId === null ? mine : 'true'} ON CONFLICT DO NOTHING RETURNING id`,
    values: [organizationId, id, letter.effectKey, letter.to, letter.language, letter.letter, parameters, letter.usefulUntil, now, letter.purpose ?? 'service'],
  };
}

/** No row when it has ended, is not due, or somebody else is at it. Whoever claims it has until then, and then has lost it. */
export function claimMail({ organizationId, id }: MailRef, now: Date, until: Date): Statement {
  const { kind, table, mine } = of(organizationId);
  return {
    name: `${kind}.claim`,
    text: `UPDATE ${table} SET attempts = attempts + 1, claimed_until = $4, next_at = $4
           WHERE ${mine} AND id = $2 AND status = 'waiting' AND next_at <= $3 AND (claimed_until IS NULL OR claimed_until <= $3)
           RETURNING recipient, language, letter, purpose, parameters, attempts, doubtful, created_at AS "createdAt", useful_until AS "usefulUntil"`,
    values: [organizationId, id, now, until],
  };
}

/** What a preparer made of it. */
export function keepPrepared({ organizationId, id }: MailRef, { letter, to }: { letter: string; to: string }, parameters: Buffer): Statement {
  const { kind, table, mine } = of(organizationId);
  return {
    name: `${kind}.prepared`,
    text: `UPDATE ${table} SET letter = $3, recipient = $4, parameters = $5 WHERE ${mine} AND id = $2 AND status = 'waiting'`,
    values: [organizationId, id, letter, to, parameters],
  };
}

/** Only the attempt that is still the latest may say how it ended. */
export function endMail({ organizationId, id }: MailRef, attempt: number, status: Outcome, outcome: string, now: Date): Statement {
  const { kind, table, mine } = of(organizationId);
  return {
    name: `${kind}.end`,
    text: `UPDATE ${table} SET status = $4, outcome = $5, ended_at = $6, parameters = NULL, claimed_until = NULL WHERE ${mine} AND id = $2 AND attempts = $3 AND status = 'waiting'`,
    values: [organizationId, id, attempt, status, outcome, now],
  };
}

export function postponeMail({ organizationId, id }: MailRef, attempt: number, outcome: string, doubtful: boolean, next: Date): Statement {
  const { kind, table, mine } = of(organizationId);
  return {
    name: `${kind}.postpone`,
    text: `UPDATE ${table} SET outcome = $4, doubtful = doubtful OR $5, next_at = $6, claimed_until = NULL WHERE ${mine} AND id = $2 AND attempts = $3 AND status = 'waiting'`,
    values: [organizationId, id, attempt, outcome, doubtful, next],
  };
}

/** What should have been on its way before this time: its job was lost, or its worker. */
export function dueMails(organizationId: string | null, before: Date): Statement {
  const { kind, table, mine } = of(organizationId);
  return { name: `${kind}.due`, text: `SELECT id, attempts FROM ${table} WHERE ${mine} AND status = 'waiting' AND next_at < $2 ORDER BY next_at LIMIT ${MOST_AT_ONCE}`, values: [organizationId, before] };
}

export function organizationsWithWaitingMail(before: Date): Statement {
  return { name: 'mail.organizations', text: 'SELECT organization_id AS "organizationId" FROM organizations_with_waiting_mail($1)', values: [before] };
}
