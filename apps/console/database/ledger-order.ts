import pg from 'pg';

/** Transactions that may begin while this one looks. */
const AMPLE = 1_000_000n;

/**
 * The ledger is read in the order of its transactions, and a database that was brought to another server counts them from the
 * beginning. From here on they count on from the last one that the ledger knows. Answers with what is added, if it had to be.
 */
export async function continueLedgerOrder(administrator: string): Promise<bigint | null> {
  const client = new pg.Client({ connectionString: administrator });
  await client.connect();
  try {
    const { rows } = await client.query<{ last: string; next: string; raw: string }>(`
      SELECT coalesce(max(newest.transaction), 0) AS last, ledger_order(pg_snapshot_xmax(pg_current_snapshot())) AS next, pg_snapshot_xmax(pg_current_snapshot())::text AS raw
      FROM organization o CROSS JOIN LATERAL (SELECT e.transaction FROM ledger_entry e WHERE e.organization_id = o.id ORDER BY e.transaction DESC LIMIT 1) newest`);
    const { last, next, raw } = rows[0]!;
    if (BigInt(last) < BigInt(next)) return null;
    const added = BigInt(last) + AMPLE - BigInt(raw);
    await client.query(`CREATE OR REPLACE FUNCTION ledger_order(transaction xid8) RETURNS bigint LANGUAGE sql IMMUTABLE PARALLEL SAFE SET search_path = 'pg_catalog', 'public'
      AS 'SELECT transaction::text::bigint + ${added}'`);
    return added;
  } finally {
    await client.end();
  }
}
