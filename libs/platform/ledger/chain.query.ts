import type { Statement } from '#kernel/tenancy/transaction.js';

/** Who, when and what: stays as it is for good. */
const FRAME = `sha256(convert_to(jsonb_build_array(e.transaction, e.id, (extract(epoch FROM e.happened_at) * 1000000)::bigint, e.kind, e.subject, e.record_id, e.what,
  e.actor_id, e.request_id, e.reason, e.changed, e.version)::text, 'UTF8'))`;
/** The values, which may be personal. With the salt gone, nobody finds out from the digest what they were. */
const CONTENT = `sha256(convert_to(jsonb_build_array(e.salt, e.before, e.after)::text, 'UTF8'))`;

const BEGINNING = '00000000-0000-0000-0000-000000000000';

/** Every part has a fixed length or its count before it, so that no two links read alike. */
const linkDigest = (number: string, previous: string, entries: string, erased: string) =>
  `sha256(${previous} || uuid_send($1::uuid) || int8send(${number}) || int8send((SELECT count(*) FROM ${entries} x))
    || coalesce((SELECT string_agg(uuid_send(x.id) || x.frame || x.content, '' ORDER BY x.place) FROM ${entries} x), '')
    || coalesce((SELECT string_agg(uuid_send(x.id) || x.content, '' ORDER BY x.id) FROM ${erased} x), ''))`;

export interface Link {
  number: string;
  digest: Buffer;
}

/**
 * The next link: everything since the last one, up to this entry. What a person's erasure left of the values of earlier entries is
 * written down beside it, for that is what these have to be from now on.
 */
export function addLink(organizationId: string, upTo: { transaction: string; id: string }): Statement {
  return {
    name: 'ledger.addLink',
    text: `WITH head AS MATERIALIZED (
        SELECT l.number, l.transaction, l.entry_id, l.digest FROM ledger_link l WHERE l.organization_id = $1 ORDER BY l.number DESC LIMIT 1
      ), since AS MATERIALIZED (
        SELECT coalesce(h.number, 0) AS number, coalesce(h.transaction, 0) AS transaction, coalesce(h.entry_id, '${BEGINNING}') AS entry_id, coalesce(h.digest, '') AS digest FROM (VALUES (1)) one LEFT JOIN head h ON true
      ), sealed AS MATERIALIZED (
        SELECT e.id, e.kind, e.subject, e.record_id, e.what, ${FRAME} AS frame, ${CONTENT} AS content, row_number() OVER (ORDER BY e.transaction, e.id) AS place
        FROM since s CROSS JOIN LATERAL (SELECT * FROM ledger_entry l WHERE l.organization_id = $1 AND (l.transaction, l.id) > (s.transaction, s.entry_id) AND (l.transaction, l.id) <= ($2::bigint, $3::uuid)) e
      ), forgotten AS MATERIALIZED (
        SELECT DISTINCT subject, record_id FROM sealed WHERE kind = 'fact' AND what = 'person.forgotten'
      ), erased AS MATERIALIZED (
        SELECT e.id, ${CONTENT} AS content FROM forgotten f CROSS JOIN LATERAL (SELECT * FROM ledger_entry l WHERE l.organization_id = $1 AND l.subject = f.subject AND l.record_id = f.record_id) e
        WHERE (e.transaction, e.id) <= ($2::bigint, $3::uuid)
      ), told AS (
        INSERT INTO ledger_erasure (organization_id, number, entry_id, content) SELECT $1, s.number + 1, e.id, e.content FROM erased e CROSS JOIN since s
        ON CONFLICT ON CONSTRAINT ledger_erasure_unique DO NOTHING
      )
      INSERT INTO ledger_link (organization_id, number, transaction, entry_id, entries, frames, contents, digest)
      SELECT $1, s.number + 1, $2, $3, a.entries, a.frames, a.contents, ${linkDigest('s.number + 1', 's.digest', 'sealed', 'erased')}
      FROM since s, (SELECT array_agg(id ORDER BY place) AS entries, array_agg(frame ORDER BY place) AS frames, array_agg(content ORDER BY place) AS contents FROM sealed) a
      WHERE a.entries IS NOT NULL RETURNING number, digest`,
    values: [organizationId, upTo.transaction, upTo.id],
  };
}

/** The last link, and the one with this number. */
export function linksAt(organizationId: string, number: string): Statement {
  return {
    name: 'ledger.linksAt',
    text: `SELECT number, digest FROM ledger_link WHERE organization_id = $1 AND number = $2
      UNION (SELECT number, digest FROM ledger_link WHERE organization_id = $1 ORDER BY number DESC LIMIT 1) ORDER BY number`,
    values: [organizationId, number],
  };
}

export function headOf(organizationId: string): Statement {
  return { name: 'ledger.head', text: `SELECT number, digest FROM ledger_head WHERE organization_id = $1`, values: [organizationId] };
}

/** Only from where it was thought to be. */
export function moveHead(organizationId: string, from: string, to: Link): Statement {
  return {
    name: 'ledger.moveHead',
    text: `INSERT INTO ledger_head AS h (organization_id, number, digest) VALUES ($1, $3, $4)
      ON CONFLICT (organization_id) DO UPDATE SET number = $3, digest = $4, moved_at = now() WHERE h.number = $2`,
    values: [organizationId, from, to.number, to.digest],
  };
}

/** The next link in the chain as it stands, with the digest that it ought to have; and where it ends. */
export interface CheckedLink extends Link {
  transaction: string;
  entryId: string;
  expected: Buffer;
}

export function linkAfter(organizationId: string, { number, digest }: Link): Statement {
  return {
    name: 'ledger.linkAfter',
    text: `SELECT k.number, k.digest, k.transaction, k.entry_id AS "entryId", (
        WITH told AS (SELECT t.* FROM unnest(k.entries, k.frames, k.contents) WITH ORDINALITY AS t(id, frame, content, place)),
          erased AS (SELECT x.entry_id AS id, x.content FROM ledger_erasure x WHERE x.organization_id = $1 AND x.number = k.number)
        SELECT ${linkDigest('k.number', '$3::bytea', 'told', 'erased')}) AS expected
      FROM (SELECT * FROM ledger_link l WHERE l.organization_id = $1 AND l.number > $2 ORDER BY l.number LIMIT 1) k`,
    values: [organizationId, number, digest],
  };
}

export type Wrong = 'edited' | 'values edited' | 'removed' | 'moved' | 'inserted';

export interface WrongEntry {
  id: string;
  wrong: Wrong;
}

/**
 * Where ledger and link differ. Entries from before `setAside` are not looked for. Values that are others than they were are right when
 * the chain tells of an erasure that left them so, or is about to.
 */
export function wrongEntries(organizationId: string, number: string, after: { transaction: string; entryId: string }, setAside: string, most: number): Statement {
  return {
    name: 'ledger.wrongEntries',
    text: `WITH link AS MATERIALIZED (
        SELECT * FROM ledger_link WHERE organization_id = $1 AND number = $2
      ), told AS MATERIALIZED (
        SELECT t.* FROM link k, unnest(k.entries, k.frames, k.contents) AS t(id, frame, content)
      ), found AS MATERIALIZED (
        SELECT e.id, e.subject, e.record_id, ${FRAME} AS frame, ${CONTENT} AS content
        FROM link k CROSS JOIN LATERAL (SELECT * FROM ledger_entry l WHERE l.organization_id = $1 AND (l.transaction, l.id) > ($3::bigint, $4::uuid) AND (l.transaction, l.id) <= (k.transaction, k.entry_id)) e
      )
      SELECT w.* FROM (
        SELECT coalesce(t.id, f.id) AS id, CASE
          WHEN t.id IS NULL THEN 'inserted'
          WHEN f.id IS NULL AND EXISTS (SELECT 1 FROM ledger_entry l WHERE l.organization_id = $1 AND l.id = t.id) THEN 'moved'
          WHEN f.id IS NULL THEN 'removed'
          WHEN t.frame <> f.frame THEN 'edited'
          WHEN f.content <> coalesce((SELECT x.content FROM ledger_erasure x WHERE x.organization_id = $1 AND x.entry_id = t.id ORDER BY x.number DESC LIMIT 1), t.content)
            AND NOT EXISTS (SELECT 1 FROM ledger_entry p WHERE p.organization_id = $1 AND p.subject = f.subject AND p.record_id = f.record_id AND p.kind = 'fact' AND p.what = 'person.forgotten'
              AND (p.transaction, p.id) > (SELECT z.transaction, z.entry_id FROM ledger_link z WHERE z.organization_id = $1 ORDER BY z.number DESC LIMIT 1)) THEN 'values edited' END AS wrong
        FROM told t FULL JOIN found f ON f.id = t.id WHERE t.id IS NULL OR t.id >= $5::uuid
      ) w WHERE w.wrong IS NOT NULL ORDER BY w.id LIMIT $6`,
    values: [organizationId, number, after.transaction, after.entryId, setAside, most],
  };
}

/** What no link covers yet. */
export function unchained(organizationId: string, after: { transaction: string; entryId: string }): Statement {
  return {
    name: 'ledger.unchained',
    text: `SELECT count(*)::integer AS count, min(happened_at) AS since FROM ledger_entry WHERE organization_id = $1 AND (transaction, id) > ($2::bigint, $3::uuid)`,
    values: [organizationId, after.transaction, after.entryId],
  };
}
