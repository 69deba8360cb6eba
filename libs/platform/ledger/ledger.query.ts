import type { Statement } from '#kernel/tenancy/transaction.js';
import type { Entry, Position } from './entry.js';

/** An entry, where its reader stood before, and whether nothing can be written in front of it any more. */
export interface ReadEntry extends Entry {
  cursorTransaction: string;
  cursorEntryId: string;
  final: boolean;
}

const BEGINNING = '00000000-0000-0000-0000-000000000000';

/** What the follower has not read. Final is what is older than every transaction that still runs. */
export function entriesAfterCursor(organizationId: string, follower: string, most: number): Statement {
  return {
    name: 'ledger.afterCursor',
    text: `SELECT e.transaction, e.id, e.kind, e.subject, e.record_id AS "recordId", e.what, e.changed, e.version, e.actor_id AS "actorId", e.request_id AS "requestId", e.happened_at AS "happenedAt",
             at.transaction AS "cursorTransaction", at.entry_id AS "cursorEntryId", e.transaction < ledger_order(pg_snapshot_xmin(pg_current_snapshot())) AS final
           FROM (SELECT coalesce(max(c.transaction), 0) AS transaction, coalesce(max(c.entry_id::text), '${BEGINNING}')::uuid AS entry_id
                 FROM ledger_cursor c WHERE c.organization_id = $1 AND c.follower = $2) at
           CROSS JOIN LATERAL (SELECT * FROM ledger_entry l WHERE l.organization_id = $1 AND (l.transaction, l.id) > (at.transaction, at.entry_id) ORDER BY l.transaction, l.id LIMIT $3) e
           ORDER BY e.transaction, e.id`,
    values: [organizationId, follower, most],
  };
}

/** No row when somebody else has moved it since; until the transaction ends, nobody else can. */
export function moveCursor(organizationId: string, follower: string, from: Position, to: Position): Statement {
  return {
    name: 'ledger.moveCursor',
    text: `INSERT INTO ledger_cursor AS c (organization_id, follower, transaction, entry_id) VALUES ($1, $2, $5, $6)
           ON CONFLICT (organization_id, follower) DO UPDATE SET transaction = $5, entry_id = $6, moved_at = now() WHERE c.transaction = $3 AND c.entry_id = $4 RETURNING id`,
    values: [organizationId, follower, from.transaction, from.entryId, to.transaction, to.entryId],
  };
}

export function organizationsWithNews(follower: string): Statement {
  return { name: 'ledger.news', text: 'SELECT organization_id AS "organizationId" FROM organizations_with_news($1)', values: [follower] };
}

export function notify(channel: string, payload: string): Statement {
  return { name: 'notify', text: 'SELECT pg_notify($1, $2)', values: [channel, payload] };
}

/** No row while another one holds it. */
export function takeLease(name: string, holder: string, seconds: number): Statement {
  return {
    name: 'lease.take',
    text: `INSERT INTO lease AS l (name, holder, held_until) VALUES ($1, $2, now() + make_interval(secs => $3))
           ON CONFLICT (name) DO UPDATE SET holder = $2, held_until = excluded.held_until WHERE l.holder = $2 OR l.held_until < now() RETURNING name`,
    values: [name, holder, seconds],
  };
}

export function leaveLease(name: string, holder: string): Statement {
  return { name: 'lease.leave', text: 'UPDATE lease SET held_until = now() WHERE name = $1 AND holder = $2', values: [name, holder] };
}
