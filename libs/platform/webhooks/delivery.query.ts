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

export function deliveryInHand(organizationId: string, id: string, now: Date): Statement {
  return {
    name: 'webhook.inHand',
    text: `SELECT d.id, d.subscription_id AS "subscriptionId", d.type, d.noun, d.record_id AS "recordId", d.what, d.changed, d.happened_at AS "happenedAt", d.attempts,
             s.url, s.active AND s.deleted_at IS NULL AS active, s.owner_id AS "ownerId", s.seal AS secret, CASE WHEN s.former_until > $3 THEN s.former_seal END AS "formerSecret",
             coalesce(t.failures, 0) AS failures, CASE WHEN t.rests_until > $3 THEN t.rests_until END AS "restsUntil",
             (SELECT e.next_at FROM webhook_delivery e WHERE e.organization_id = $1 AND e.subscription_id = d.subscription_id AND e.record_id = d.record_id AND e.state = 'waiting'
                AND (e.transaction, e.entry_id) < (d.transaction, d.entry_id) ORDER BY e.transaction, e.entry_id LIMIT 1) AS before
           FROM webhook_delivery d JOIN webhook_subscription s ON s.organization_id = $1 AND s.id = d.subscription_id
           LEFT JOIN webhook_target t ON t.organization_id = $1 AND t.id = d.subscription_id
           WHERE d.organization_id = $1 AND d.id = $2 AND d.state = 'waiting'`,
    values: [organizationId, id, now],
  };
}

/** Until the transaction ends, so that what counts the requests of a target counts them all. */
export function lockTarget(organizationId: string, subscriptionId: string): Statement {
  return { name: 'webhook.lockTarget', text: `SELECT pg_advisory_xact_lock(hashtextextended($1, 0))`, values: [`webhook ${organizationId} ${subscriptionId}`] };
}

/** Requests that may be open at a time: to this target, and, when this one is failing, to all failing ones together. */
export interface Room {
  most: number;
  failing: boolean;
  mostFailing: number;
}

/** No row when there is no room, or the delivery has ended. */
export function beginAttempt(organizationId: string, { id, subscriptionId }: { id: string; subscriptionId: string }, { most, failing, mostFailing }: Room, now: Date, until: Date): Statement {
  return {
    name: 'webhook.begin',
    text: `UPDATE webhook_delivery SET attempts = attempts + 1, open_until = $6 WHERE organization_id = $1 AND id = $2 AND state = 'waiting'
             AND (SELECT count(*) FROM webhook_delivery o WHERE o.organization_id = $1 AND o.subscription_id = $3 AND o.open_until > $5 AND o.id <> $2) < $4
             AND (NOT $7 OR (SELECT count(*) FROM webhook_delivery o JOIN webhook_target t ON t.organization_id = $1 AND t.id = o.subscription_id AND t.failures > 0
                             WHERE o.organization_id = $1 AND o.open_until > $5 AND o.id <> $2) < $8) RETURNING attempts`,
    values: [organizationId, id, subscriptionId, most, now, until, failing, mostFailing],
  };
}

/** How many wait for the target, as far as it matters. */
export function waitingFor(organizationId: string, subscriptionId: string, most: number): Statement {
  return {
    name: 'webhook.waitingFor',
    text: `SELECT count(*)::integer AS waiting FROM (SELECT 1 FROM webhook_delivery WHERE organization_id = $1 AND subscription_id = $2 AND state = 'waiting' LIMIT $3) w`,
    values: [organizationId, subscriptionId, most],
  };
}

export function endDelivery(organizationId: string, id: string, state: DeliveryEnd, tried: Try, now: Date): Statement {
  return {
    name: 'webhook.end',
    text: `UPDATE webhook_delivery SET state = $3, tries = tries || $4::jsonb, ended_at = $5, next_at = NULL, open_until = NULL WHERE organization_id = $1 AND id = $2 AND state = 'waiting' RETURNING id`,
    values: [organizationId, id, state, JSON.stringify(tried), now],
  };
}

export function tryAgainAt(organizationId: string, id: string, tried: Try, next: Date): Statement {
  return {
    name: 'webhook.tryAgain',
    text: `UPDATE webhook_delivery SET tries = tries || $3::jsonb, next_at = $4, open_until = NULL WHERE organization_id = $1 AND id = $2 AND state = 'waiting'`,
    values: [organizationId, id, JSON.stringify(tried), next],
  };
}

/** Writes nothing where nothing was wrong. */
export function targetTook(organizationId: string, id: string): Statement {
  return { name: 'webhook.took', text: `UPDATE webhook_target SET failures = 0, failing_since = NULL, rests_until = NULL WHERE organization_id = $1 AND id = $2 AND failing_since IS NOT NULL`, values: [organizationId, id] };
}

export function targetFailed(organizationId: string, id: string, now: Date, rests: Date | null): Statement {
  return {
    name: 'webhook.targetFailed',
    text: `INSERT INTO webhook_target AS t (organization_id, id, failures, failing_since, rests_until) VALUES ($1, $2, 1, $3, $4)
           ON CONFLICT (organization_id, id) DO UPDATE SET failures = t.failures + 1, failing_since = coalesce(t.failing_since, $3), rests_until = greatest(t.rests_until, $4) RETURNING failing_since AS "failingSince"`,
    values: [organizationId, id, now, rests],
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
