import type { Statement } from '#kernel/tenancy/transaction.js';

export interface NewDelivery {
  id: string;
  subscriptionId: string;
  transaction: string;
  entryId: string;
  type: string;
  noun: string | null;
  recordId: string | null;
  what: string;
  changed: readonly string[];
  happenedAt: Date;
}

/** A delivery whose turn has come, with all that decides whether and how it is sent. */
export interface DeliveryInHand extends Omit<NewDelivery, 'transaction' | 'entryId'> {
  attempts: number;
  url: string;
  active: boolean;
  ownerId: string | null;
  secret: Buffer | null;
  formerSecret: Buffer | null;
  failures: number;
  failingSince: Date | null;
  restsUntil: Date | null;
  /** When the one before it about the same record is tried next. */
  before: Date | null;
}

/** How one attempt went, as the log shows it. */
export interface Try {
  at: string;
  ms: number;
  status: number | null;
  say: string;
}

export type DeliveryEnd = 'delivered' | 'failed' | 'skipped';

export function addDeliveries(organizationId: string, rows: readonly NewDelivery[], now: Date): Statement {
  const values: unknown[] = [organizationId, now];
  const tuples = rows.map((row) => {
    const n = values.push(row.id, row.subscriptionId, row.transaction, row.entryId, row.type, row.noun, row.recordId, row.what, row.changed, row.happenedAt) - 9;
    return `($1::uuid, $2::timestamptz, $2::timestamptz, $${n}::uuid, $${n + 1}::uuid, $${n + 2}::bigint, $${n + 3}::uuid, $${n + 4}, $${n + 5}, $${n + 6}::uuid, $${n + 7}, $${n + 8}::text[], $${n + 9}::timestamptz)`;
  });
  return {
    text: `INSERT INTO webhook_delivery (organization_id, created_at, next_at, id, subscription_id, transaction, entry_id, type, noun, record_id, what, changed, happened_at) VALUES ${tuples.join(', ')}`,
    values,
  };
}

/**
 * Whoever is asked for by id has not ended: said of its state, an index of those that wait would be taken for a short way to it,
 * which it is not on the day on which many wait.
 */
export function deliveriesInHand(organizationId: string, ids: readonly string[], now: Date): Statement {
  return {
    name: 'webhook.inHand',
    text: `SELECT d.id, d.subscription_id AS "subscriptionId", d.type, d.noun, d.record_id AS "recordId", d.what, d.changed, d.happened_at AS "happenedAt", d.attempts,
             s.url, s.active AND s.deleted_at IS NULL AS active, s.owner_id AS "ownerId", s.seal AS secret, CASE WHEN s.former_until > $3 THEN s.former_seal END AS "formerSecret",
             coalesce(t.failures, 0) AS failures, t.failing_since AS "failingSince", CASE WHEN t.rests_until > $3 THEN t.rests_until END AS "restsUntil",
             (SELECT e.next_at FROM webhook_delivery e WHERE e.organization_id = $1 AND e.subscription_id = d.subscription_id AND e.record_id = d.record_id AND e.state = 'waiting'
                AND (e.transaction, e.entry_id) < (d.transaction, d.entry_id) ORDER BY e.transaction, e.entry_id LIMIT 1) AS before
           FROM webhook_delivery d JOIN webhook_subscription s ON s.organization_id = $1 AND s.id = d.subscription_id
           LEFT JOIN webhook_target t ON t.organization_id = $1 AND t.id = d.subscription_id
           WHERE d.organization_id = $1 AND d.id = ANY ($2::uuid[]) AND d.ended_at IS NULL`,
    values: [organizationId, ids, now],
  };
}

/** Until the transaction ends, so that what counts the open requests counts them all. */
export function lockTargets(organizationId: string): Statement {
  return { name: 'webhook.lockTargets', text: `SELECT pg_advisory_xact_lock(hashtextextended($1, 0))`, values: [`webhooks ${organizationId}`] };
}

/** One that wants to be sent, and how many requests its target may have open at a time. */
export interface Attempt {
  id: string;
  subscriptionId: string;
  most: number;
  failing: boolean;
}

/** Those for which there is room, at their target and, when that is failing, among all that go to failing ones. */
export function beginAttempts(organizationId: string, attempts: readonly Attempt[], mostToFailing: number, now: Date, until: Date): Statement {
  return {
    name: 'webhook.begin',
    text: `WITH asked AS (SELECT * FROM unnest($2::uuid[], $3::uuid[], $4::integer[], $5::boolean[]) AS a (id, subscription_id, most, failing)),
             open AS (SELECT o.subscription_id, t.failures > 0 AS failing FROM webhook_delivery o LEFT JOIN webhook_target t ON t.organization_id = $1 AND t.id = o.subscription_id
                      WHERE o.organization_id = $1 AND o.open_until > $7 AND o.id <> ALL ($2)),
             placed AS (SELECT a.*, row_number() OVER (PARTITION BY a.subscription_id ORDER BY a.id) AS place, row_number() OVER (PARTITION BY a.failing ORDER BY a.id) AS place_among_failing FROM asked a)
           UPDATE webhook_delivery d SET attempts = d.attempts + 1, open_until = $8 FROM placed p
           WHERE d.organization_id = $1 AND d.id = ANY ($2) AND d.id = p.id AND d.ended_at IS NULL
             AND p.place + (SELECT count(*) FROM open o WHERE o.subscription_id = p.subscription_id) <= p.most
             AND (NOT p.failing OR p.place_among_failing + (SELECT count(*) FROM open o WHERE o.failing) <= $6) RETURNING d.id, d.attempts`,
    values: [organizationId, attempts.map(({ id }) => id), attempts.map((each) => each.subscriptionId), attempts.map(({ most }) => most), attempts.map(({ failing }) => failing), mostToFailing, now, until],
  };
}

/** More than this is as much. */
const MOST_COUNTED = 1_200;
const waitingAt = (target: string) => `(SELECT count(*)::integer FROM (SELECT 1 FROM webhook_delivery WHERE organization_id = $1 AND subscription_id = ${target} AND state = 'waiting' LIMIT $3) w)`;

export function waitingFor(organizationId: string, subscriptionIds: readonly string[]): Statement {
  return {
    name: 'webhook.waitingFor',
    text: `SELECT s.id, ${waitingAt('s.id')} AS waiting FROM unnest($2::uuid[]) AS s (id)`,
    values: [organizationId, subscriptionIds, MOST_COUNTED],
  };
}

export interface Ended {
  id: string;
  subscriptionId: string;
  state: DeliveryEnd;
  tried: Try;
}

export function endDeliveries(organizationId: string, ended: readonly Ended[], now: Date): Statement {
  return {
    name: 'webhook.end',
    text: `UPDATE webhook_delivery d SET state = e.state, tries = d.tries || e.tried::jsonb, ended_at = $5, next_at = NULL, open_until = NULL
           FROM unnest($2::uuid[], $3::text[], $4::text[]) AS e (id, state, tried) WHERE d.organization_id = $1 AND d.id = ANY ($2) AND d.id = e.id AND d.ended_at IS NULL`,
    values: [organizationId, ended.map(({ id }) => id), ended.map(({ state }) => state), ended.map(({ tried }) => JSON.stringify(tried)), now],
  };
}

export interface Failure extends Omit<Ended, 'state'> {
  /** When it is tried again; null when it has failed for good. */
  next: Date | null;
  /** How long the target is left alone. */
  rests: Date | null;
}

export function tryAgain(organizationId: string, failures: readonly Failure[]): Statement {
  return {
    name: 'webhook.tryAgain',
    text: `UPDATE webhook_delivery d SET tries = d.tries || f.tried::jsonb, next_at = f.next, open_until = NULL
           FROM unnest($2::uuid[], $3::text[], $4::timestamptz[]) AS f (id, tried, next) WHERE d.organization_id = $1 AND d.id = ANY ($2) AND d.id = f.id AND d.ended_at IS NULL`,
    values: [organizationId, failures.map(({ id }) => id), failures.map(({ tried }) => JSON.stringify(tried)), failures.map(({ next }) => next)],
  };
}

/** Writes nothing where nothing was wrong. */
export function targetsTook(organizationId: string, ids: readonly string[]): Statement {
  return { name: 'webhook.took', text: `UPDATE webhook_target SET failures = 0, failing_since = NULL, rests_until = NULL WHERE organization_id = $1 AND id = ANY ($2::uuid[]) AND failing_since IS NOT NULL`, values: [organizationId, ids] };
}

export interface FailingTarget {
  id: string;
  /** As long as it is left alone. */
  restsUntil: Date | null;
  waiting: number;
}

export function failingTargets(organizationId: string, ids: readonly string[]): Statement {
  return {
    name: 'webhook.failing',
    text: `SELECT t.id, t.rests_until AS "restsUntil", ${waitingAt('t.id')} AS waiting
           FROM webhook_target t WHERE t.organization_id = $1 AND t.id = ANY ($2::uuid[]) AND t.failures > 0`,
    values: [organizationId, ids, MOST_COUNTED],
  };
}

/** Since when each of them takes nothing. */
export function targetsFailed(organizationId: string, failures: readonly Failure[], now: Date): Statement {
  return {
    name: 'webhook.targetsFailed',
    text: `INSERT INTO webhook_target AS t (organization_id, id, failures, failing_since, rests_until)
             SELECT $1, f.id, count(*), $4, max(f.rests) FROM unnest($2::uuid[], $3::timestamptz[]) AS f (id, rests) GROUP BY f.id ORDER BY f.id
           ON CONFLICT (organization_id, id) DO UPDATE SET failures = t.failures + EXCLUDED.failures, failing_since = coalesce(t.failing_since, $4), rests_until = greatest(t.rests_until, EXCLUDED.rests_until)
           RETURNING id, failing_since AS "failingSince"`,
    values: [organizationId, failures.map(({ subscriptionId }) => subscriptionId), failures.map(({ rests }) => rests), now],
  };
}

/** What a target did before it was paused counts no more. */
export function forgetTarget(organizationId: string, id: string): Statement {
  return { name: 'webhook.forgetTarget', text: `DELETE FROM webhook_target WHERE organization_id = $1 AND id = $2`, values: [organizationId, id] };
}

/** One by its id, delivered or not; or all that have failed since. */
export function replayDeliveries(organizationId: string, subscriptionId: string, { id, since }: { id: string | null; since: Date | null }, now: Date, most: number): Statement {
  return {
    name: 'webhook.replay',
    text: `UPDATE webhook_delivery SET state = 'waiting', attempts = 0, round = round + 1, ended_at = NULL, next_at = $5 WHERE organization_id = $1 AND id IN (
             SELECT id FROM webhook_delivery WHERE organization_id = $1 AND subscription_id = $2 AND state <> 'waiting'
               AND (id = $3::uuid OR ($3::uuid IS NULL AND state = 'failed' AND ended_at >= $4)) ORDER BY id LIMIT $6) RETURNING id, round`,
    values: [organizationId, subscriptionId, id, since, now, most],
  };
}

export function deliveriesOf(organizationId: string, subscriptionId: string, before: string | null, state: string | null, most: number): Statement {
  return {
    name: 'webhook.log',
    text: `SELECT id, type, noun, record_id AS "recordId", state, attempts, happened_at AS "happenedAt", next_at AS "nextAt", ended_at AS "endedAt", tries FROM webhook_delivery
           WHERE organization_id = $1 AND subscription_id = $2 AND ($3::uuid IS NULL OR id < $3) AND ($4::text IS NULL OR state = $4) ORDER BY id DESC LIMIT $5`,
    values: [organizationId, subscriptionId, before, state, most],
  };
}

export function deleteOldDeliveries(organizationId: string, before: Date, most: number): Statement {
  return {
    name: 'webhook.deleteOld',
    text: `DELETE FROM webhook_delivery WHERE organization_id = $1 AND id IN (SELECT id FROM webhook_delivery WHERE organization_id = $1 AND ended_at < $2 ORDER BY ended_at LIMIT $3) RETURNING id`,
    values: [organizationId, before, most],
  };
}
