import type { Json } from '#kernel/field/field.js';
import { quoted } from '#kernel/gate/sql.js';
import { named } from '#kernel/pipeline/statements.js';
import type { Statement } from '#kernel/tenancy/transaction.js';
import { firstIdFrom } from '#platform/ledger/id-time.js';

export type Values = { [column: string]: Json };

/** An entry of the ledger with all that it holds: nothing of it leaves the house unseen. */
export interface Told {
  id: string;
  happenedAt: Date;
  kind: 'change' | 'fact';
  subject: string;
  recordId: string | null;
  what: string;
  actorId: string | null;
  requestId: string | null;
  reason: string | null;
  changed: string[];
  before: Values | null;
  after: Values | null;
}

/** Which entries; what is left out does not matter. */
export interface Wanted {
  id?: string;
  /** From this moment on, and before that one. */
  from?: Date;
  to?: Date;
  /** `null` is whoever has no name: machinery, and those who are not signed in. */
  actor?: string | null;
  subject?: string;
  record?: string;
  kind?: string;
  what?: readonly string[];
  request?: string;
  /** Updates that touch none of these columns, and none of these fields of the organisation's own, are left out. */
  touching?: { columns: readonly string[]; own: readonly string[] };
  /** Facts that are left out. */
  notFacts?: readonly string[];
  /** Facts beside which all others are left out. */
  onlyFacts?: readonly string[];
  /** The id of the last one of the page before. */
  after?: string;
}

/** The newest first. Ids begin with their time, so they serve for time, for order and for the choice of partitions. */
export function entriesTold(organizationId: string, wanted: Wanted, limit: number): Statement {
  const { where, values } = conditionOf(organizationId, wanted);
  const text = `SELECT id, happened_at AS "happenedAt", kind, subject, record_id AS "recordId", what, actor_id AS "actorId", request_id AS "requestId", reason, changed, before, after
    FROM ledger_entry WHERE ${where} ORDER BY id DESC LIMIT ${limit}`;
  return named('audit.entries', text, values);
}

/** How many there are, but not beyond so many. */
export function countTold(organizationId: string, wanted: Wanted, most: number): Statement {
  const { where, values } = conditionOf(organizationId, wanted);
  return named('audit.count', `SELECT count(*)::integer AS count FROM (SELECT 1 FROM ledger_entry WHERE ${where} LIMIT ${most}) counted`, values);
}

function conditionOf(organizationId: string, wanted: Wanted): { where: string; values: unknown[] } {
  const values: unknown[] = [organizationId];
  const conditions = ['organization_id = $1'];
  const add = (value: unknown, condition: (parameter: string) => string) => {
    if (value === undefined) return;
    values.push(value);
    conditions.push(condition(`$${values.length}`));
  };
  add(wanted.id, (id) => `id = ${id}::uuid`);
  add(wanted.after, (id) => `id < ${id}::uuid`);
  add(wanted.from && firstIdFrom(wanted.from), (id) => `id >= ${id}::uuid`);
  add(wanted.to && firstIdFrom(wanted.to), (id) => `id < ${id}::uuid`);
  if (wanted.actor === null) conditions.push('actor_id IS NULL');
  else add(wanted.actor, (actor) => `actor_id = ${actor}::uuid`);
  add(wanted.subject, (subject) => `subject = ${subject}::text`);
  add(wanted.record, (record) => `record_id = ${record}::uuid`);
  if (wanted.kind === 'fact' || wanted.kind === 'change') conditions.push(`kind = '${wanted.kind}'`);
  // One alone is read in order from its index.
  if (wanted.what?.length === 1) add(wanted.what[0], (what) => `what = ${what}::text`);
  else add(wanted.what, (what) => `what = ANY (${what}::text[])`);
  add(wanted.request, (request) => `request_id = ${request}::text`);
  add(wanted.touching?.own, (own) => {
    values.push(wanted.touching!.columns);
    return `(kind = 'fact' OR what <> 'update' OR changed && $${values.length}::text[]
      OR 'custom' = ANY (changed) AND EXISTS (SELECT 1 FROM unnest(${own}::text[]) k WHERE before -> 'custom' -> k IS DISTINCT FROM after -> 'custom' -> k))`;
  });
  add(wanted.notFacts, (facts) => `(kind = 'change' OR what <> ALL (${facts}::text[]))`);
  add(wanted.onlyFacts, (facts) => `(kind = 'change' OR what = ANY (${facts}::text[]))`);
  return { where: conditions.join(' AND '), values };
}

/** Of columns that an entry says nothing of, since they stayed as they were: what they were. */
export function columnsThen(organizationId: string, table: string, subject: string, record: string, asked: readonly { id: string; column: string }[]): Statement {
  return {
    text: `SELECT w.id, w.name AS column, coalesce(
        (SELECT l.before -> w.name FROM ledger_entry l WHERE l.organization_id = $1 AND l.subject = $2 AND l.record_id = $3 AND l.id > w.id AND l.what = 'update' AND w.name = ANY (l.changed) ORDER BY l.id LIMIT 1),
        (SELECT to_jsonb(t) -> w.name FROM ${quoted(table)} t WHERE t.organization_id = $1 AND t.id = $3)) AS value
      FROM unnest($4::uuid[], $5::text[]) AS w(id, name)`,
    values: [organizationId, subject, record, asked.map(({ id }) => id), asked.map(({ column }) => column)],
  };
}

export interface NamedActor {
  id: string;
  kind: 'member' | 'key' | 'application';
  name: string;
}

export function actorsNamed(organizationId: string, ids: readonly string[]): Statement {
  return {
    name: 'audit.actors',
    text: `SELECT id, 'member' AS kind, name FROM member WHERE organization_id = $1 AND id = ANY ($2::uuid[])
      UNION ALL SELECT id, 'key', name FROM api_key WHERE organization_id = $1 AND id = ANY ($2::uuid[])
      UNION ALL SELECT id, 'application', name FROM oauth_client WHERE organization_id = $1 AND id = ANY ($2::uuid[])`,
    values: [organizationId, ids],
  };
}

/** Told once for as long as the hour runs, however many processes look. */
export function factOncePer(organizationId: string, since: Date, fact: string, subject: string, record: string | null, by: { actorId: string | null; requestId: string; reason: string | null }, data: Values): Statement {
  return {
    name: 'audit.factOnce',
    text: `INSERT INTO ledger_entry (organization_id, kind, subject, record_id, what, actor_id, request_id, reason, after)
      SELECT $1, 'fact', $2, $3, $4, $5, $6, $7, $8 WHERE NOT EXISTS (
        SELECT 1 FROM ledger_entry l WHERE l.organization_id = $1 AND l.kind = 'fact' AND l.what = $4 AND l.id >= $9::uuid
          AND l.subject = $2 AND l.record_id IS NOT DISTINCT FROM $3::uuid AND l.actor_id IS NOT DISTINCT FROM $5::uuid)`,
    values: [organizationId, subject, record, fact, by.actorId, by.requestId, by.reason, JSON.stringify(data), firstIdFrom(since)],
  };
}
