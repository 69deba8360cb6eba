import type { DataSource } from 'typeorm';
import { firstIdFrom } from '#platform/ledger/id-time.js';

const MONTHS_AHEAD = 12;
const CHECK_VIOLATION = '23514';

/**
 * A partition of the ledger for this month and each of the twelve to come. They are attached, not made in place: whoever
 * writes does not wait for it. A month that is in the net already stays there.
 */
export async function makeMonthsAhead(dataSource: DataSource, now: Date): Promise<string[]> {
  const made: string[] = [];
  for (let ahead = 0; ahead <= MONTHS_AHEAD; ahead += 1) {
    const [start, end] = [ahead, ahead + 1].map((months) => new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + months))) as [Date, Date];
    const name = `ledger_entry_${start.toISOString().slice(0, 7).replace('-', '_')}`;
    const [known] = (await dataSource.query(`SELECT to_regclass('public.${name}') IS NOT NULL AS there`)) as [{ there: boolean }];
    if (!known.there && (await makeMonth(dataSource, name, start, end))) made.push(name);
  }
  return made;
}

async function makeMonth(dataSource: DataSource, name: string, start: Date, end: Date): Promise<boolean> {
  try {
    await dataSource.transaction(async (manager) => {
      await manager.query(`SET LOCAL lock_timeout = '2s'`);
      await manager.query(`CREATE TABLE ${name} (LIKE ledger_entry INCLUDING DEFAULTS INCLUDING CONSTRAINTS)`);
      await manager.query(`ALTER TABLE ${name} ENABLE ROW LEVEL SECURITY`);
      await manager.query(`ALTER TABLE ${name} FORCE ROW LEVEL SECURITY`);
      await manager.query(`CREATE POLICY tenant ON ${name} USING (organization_id = current_org()) WITH CHECK (organization_id = current_org())`);
      await manager.query(`CREATE POLICY tenant_fence ON ${name} AS RESTRICTIVE USING (organization_id = current_org()) WITH CHECK (organization_id = current_org())`);
      await manager.query(`ALTER TABLE ledger_entry ATTACH PARTITION ${name} FOR VALUES FROM ('${firstIdFrom(start)}') TO ('${firstIdFrom(end)}')`);
    });
    return true;
  } catch (error) {
    if ((error as { code?: string }).code === CHECK_VIOLATION) return false;
    throw error;
  }
}
