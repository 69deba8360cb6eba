import type { Statement } from '#kernel/tenancy/transaction.js';
import type { Ids } from './work-kind.js';

export interface PlannedRow {
  queue: string;
  kind: string;
  effectKey: string;
  about: Ids;
  actorId: string | null;
  at: Date;
}

/** Travels through Redis. */
export type HandedOut = { readonly id: string; readonly kind: string; readonly claim: string };

export interface WorkRow {
  id: string;
  effectKey: string;
  about: Ids;
  actorId: string | null;
  requestId: string | null;
  attempts: number;
  /** How often it was begun, this time included, since somebody last said how that ended. */
  silences: number;
}

/** Which row, and by what token it is held: whoever comes with an older one has lost it. */
export interface Held {
  organizationId: string;
  id: string;
  claim: string;
}

export type Ending = 'done' | 'dead' | 'cancelled';

export interface OpenWork {
  organizationId: string;
  queue: string;
  due: number;
  inHand: number;
  lost: number;
  oldest: Date | null;
}

/** Gives the ids of those whose effect nobody has asked for yet. */
export function addWork(organizationId: string, rows: readonly PlannedRow[], requestId: string, now: Date): Statement {
  const values: unknown[] = [organizationId, requestId, now];
  const tuples = rows.map(({ queue, kind, effectKey, about, actorId, at }) => {
    const n = values.push(queue, kind, effectKey, JSON.stringify(about), actorId, at) - 5;
    return `($1::uuid, $2::text, $3::timestamptz, $${n}::text, $${n + 1}::text, $${n + 2}::text, $${n + 3}::jsonb, $${n + 4}::uuid, $${n + 5}::timestamptz)`;
  });
  return {
    text: `INSERT INTO work (organization_id, request_id, created_at, queue, kind, effect_key, about, actor_id, next_at) VALUES ${tuples.join(', ')}
           ON CONFLICT (organization_id, kind, effect_key) DO NOTHING RETURNING id, kind, effect_key AS "effectKey"`,
    values,
  };
}

export function openWork(now: Date, most: number): Statement {
  return { name: 'work.open', text: `SELECT organization_id AS "organizationId", queue, due, in_hand AS "inHand", lost, oldest FROM organizations_with_work($1, $2)`, values: [now, most] };
}

const APART_SECONDS = 30;

/**
 * Whoever had these in hand is gone, or has not said a word for so long that it counts as gone. The second time they come back
 * apart from each other: one of them may be what takes its process with it, and the others are not to fall with it again.
 */
export function takeBackLost(organizationId: string, queue: string, now: Date): Statement {
  return {
    name: 'work.takeBack',
    text: `UPDATE work SET state = 'waiting', claim = NULL, outcome = 'Whoever had it in hand fell silent.', next_at = CASE WHEN silences > 1 THEN $3 + random() * interval '${APART_SECONDS} seconds' ELSE next_at END
           WHERE organization_id = $1 AND queue = $2 AND ended_at IS NULL AND state = 'in-hand' AND next_at <= $3`,
    values: [organizationId, queue, now],
  };
}

/** The array is made once; joined instead, the rows could be chosen anew for each one found, and more handed out than asked for. */
export function handOut(organizationId: string, queue: string, now: Date, until: Date, most: number): Statement {
  return {
    name: 'work.handOut',
    text: `UPDATE work SET state = 'in-hand', claim = gen_random_uuid(), next_at = $4
           WHERE organization_id = $1 AND id = ANY (ARRAY(
             SELECT id FROM work WHERE organization_id = $1 AND queue = $2 AND ended_at IS NULL AND state = 'waiting' AND next_at <= $3 ORDER BY next_at LIMIT $5 FOR UPDATE SKIP LOCKED))
           RETURNING id, kind, claim`,
    values: [organizationId, queue, now, until, most],
  };
}

/** With a new token, so that of two who were handed the same only one begins. The ids stand there twice, since the planner does not look into the array that it joins. */
export function beginWork(organizationId: string, handed: readonly Pick<HandedOut, 'id' | 'claim'>[], newClaim: string, until: Date): Statement {
  return {
    name: 'work.begin',
    text: `UPDATE work w SET attempts = w.attempts + 1, silences = w.silences + 1, claim = $4, next_at = $5 FROM unnest($2::uuid[], $3::uuid[]) AS handed (id, claim)
           WHERE w.organization_id = $1 AND w.id = ANY ($2) AND w.id = handed.id AND w.claim = handed.claim
           RETURNING w.id, w.effect_key AS "effectKey", w.about, w.actor_id AS "actorId", w.request_id AS "requestId", w.attempts, w.silences`,
    values: [organizationId, handed.map(({ id }) => id), handed.map(({ claim }) => claim), newClaim, until],
  };
}

/** No row when it was cancelled, or taken away. */
export function stillHeld({ organizationId, id, claim }: Held, until: Date): Statement {
  return { name: 'work.stillHeld', text: `UPDATE work SET next_at = $4 WHERE organization_id = $1 AND id = $2 AND claim = $3 RETURNING id`, values: [organizationId, id, claim, until] };
}

export function noteProgress({ organizationId, id, claim }: Held, done: number, total: number | null): Statement {
  return { name: 'work.progress', text: `UPDATE work SET done = $4, total = $5 WHERE organization_id = $1 AND id = $2 AND claim = $3 RETURNING id`, values: [organizationId, id, claim, done, total] };
}

export function endWork({ organizationId, id, claim }: Held, state: Ending, outcome: string | null, now: Date): Statement {
  return {
    name: 'work.end',
    text: `UPDATE work SET state = $4, outcome = $5, ended_at = $6, claim = NULL WHERE organization_id = $1 AND id = $2 AND claim = $3 RETURNING id`,
    values: [organizationId, id, claim, state, outcome, now],
  };
}

/** How it went for whoever had a row in hand. */
export interface Settlement extends Pick<Held, 'id' | 'claim'> {
  state: Ending | 'waiting';
  outcome: string | null;
  endedAt: Date | null;
  /** When those that wait are tried again. */
  nextAt: Date | null;
  /** Otherwise as if it had not begun. */
  counted: boolean;
}

/** In the order of their ids, so that two who settle the same rows wait for each other in turn. */
export function settleWork(organizationId: string, settled: readonly Settlement[]): Statement {
  const column = <K extends keyof Settlement>(name: K): Settlement[K][] => ordered.map((each) => each[name]);
  const ordered = settled.toSorted((a, b) => (a.id < b.id ? -1 : 1));
  return {
    name: 'work.settle',
    text: `UPDATE work w SET state = s.state, outcome = s.outcome, ended_at = s.ended_at, next_at = coalesce(s.next_at, w.next_at), claim = NULL,
             attempts = w.attempts - CASE WHEN s.counted THEN 0 ELSE 1 END, silences = CASE WHEN s.state = 'waiting' THEN 0 ELSE w.silences END
           FROM unnest($2::uuid[], $3::uuid[], $4::text[], $5::text[], $6::timestamptz[], $7::timestamptz[], $8::boolean[]) AS s (id, claim, state, outcome, ended_at, next_at, counted)
           WHERE w.organization_id = $1 AND w.id = ANY ($2) AND w.id = s.id AND w.claim = s.claim`,
    values: [organizationId, column('id'), column('claim'), column('state'), column('outcome'), column('endedAt'), column('nextAt'), column('counted')],
  };
}

export function cancelWork(organizationId: string, id: string, outcome: string, now: Date): Statement {
  return {
    name: 'work.cancel',
    text: `UPDATE work SET state = 'cancelled', outcome = $3, ended_at = $4, claim = NULL WHERE organization_id = $1 AND id = $2 AND ended_at IS NULL RETURNING id`,
    values: [organizationId, id, outcome, now],
  };
}

/** Only what is dead or was cancelled: what is done is done. */
export function replayWork(organizationId: string, id: string, now: Date): Statement {
  return {
    name: 'work.replay',
    text: `UPDATE work SET state = 'waiting', attempts = 0, silences = 0, ended_at = NULL, next_at = $3 WHERE organization_id = $1 AND id = $2 AND state IN ('dead', 'cancelled') RETURNING id`,
    values: [organizationId, id, now],
  };
}

/** What is dead stays until somebody has looked at it. */
export function deleteEndedWork(organizationId: string, before: Date, most: number): Statement {
  return {
    name: 'work.deleteEnded',
    text: `DELETE FROM work WHERE organization_id = $1 AND id IN (SELECT id FROM work WHERE organization_id = $1 AND state IN ('done', 'cancelled') AND ended_at < $2 ORDER BY ended_at LIMIT $3) RETURNING id`,
    values: [organizationId, before, most],
  };
}

export function accountsOfMembers(organizationId: string, memberIds: readonly string[]): Statement {
  return { name: 'work.accountsOfMembers', text: `SELECT member_id AS id, account_id AS "accountId" FROM membership WHERE organization_id = $1 AND member_id = ANY ($2::uuid[])`, values: [organizationId, memberIds] };
}

export interface DeadWork {
  organizationId: string;
  queue: string;
  kind: string;
  dead: number;
  latest: Date;
}

export function deadWork(): Statement {
  return { name: 'work.dead', text: `SELECT organization_id AS "organizationId", queue, kind, dead, latest FROM organizations_with_dead_work()` };
}

export interface DeadRow {
  id: string;
  queue: string;
  kind: string;
  attempts: number;
  outcome: string | null;
  createdAt: Date;
  endedAt: Date;
}

/** The latest first. */
export function deadRows(organizationId: string, most: number): Statement {
  return {
    name: 'work.deadRows',
    text: `SELECT id, queue, kind, attempts, outcome, created_at AS "createdAt", ended_at AS "endedAt" FROM work WHERE organization_id = $1 AND state = 'dead' AND ended_at IS NOT NULL ORDER BY ended_at DESC LIMIT $2`,
    values: [organizationId, most],
  };
}
