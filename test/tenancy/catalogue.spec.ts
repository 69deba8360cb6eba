import type pg from 'pg';
import { declaredParts, differencesBetween, foundParts } from '../../apps/console/schema/catalogue.js';
import { BelongsTo, type Id } from '#kernel/field/reference.js';
import { Text } from '#kernel/field/text.js';
import { Registry } from '#kernel/resource/registry.js';
import { Resource } from '#kernel/resource/declaration.js';
import { grantsNobody } from '#kernel/resource/grants.js';
import { TenantRow } from '#kernel/resource/tenant-row.js';
import { GLOBAL_TABLES, tenancyViolations } from '../../apps/console/database/sealing.js';
import { Workbench } from '#test/schema/workbench.js';
import type { TestDatabase } from '#test/worlds/database.js';

@Resource({ module: 'test', label: 'Lock', plural: 'locks', title: 'name', icon: 'lock' })
class Lock extends TenantRow {
  @Text({ required: true, max: 40, list: 1, unique: 'live', personal: 'none' }) name!: string;
}
grantsNobody(Lock);

@Resource({ module: 'test', label: 'Lock key', plural: 'lock-keys', title: 'name', icon: 'key' })
class LockKey extends TenantRow {
  @Text({ required: true, personal: 'none' }) name!: string;
  @BelongsTo(() => Lock, { required: true }) lockId!: Id;
}
grantsNobody(LockKey);

let workbench: Workbench;
let database: TestDatabase;
let administrator: pg.Client;

beforeAll(async () => {
  workbench = await Workbench.create();
  await workbench.bring(Lock, LockKey);
  ({ database, administrator } = workbench);
});

afterAll(() => workbench.close());

describe('The catalogue of the migrated database', () => {
  it('S46 keeps every rule of tenancy', async () => {
    expect(await tenancyViolations(administrator)).toEqual([]);
  });

  it('T06 is asked by tests that serve as roles which cannot bypass row-level security', async () => {
    for (const url of [database.appUrl, database.platformUrl]) {
      const { rows } = await database.pool(url).query(`SELECT current_user AS name, rolsuper OR rolbypassrls AS bypasses FROM pg_roles WHERE rolname = current_user`);
      expect(rows).toEqual([{ name: new URL(url).username, bypasses: false }]);
    }
  });
});

describe('T08 every protection is missed when it is gone', () => {
  beforeAll(() => workbench.clearOfProduct());

  it('kills every mutant', async () => {
    const changes = await mutants();
    expect(changes.length).toBeGreaterThanOrEqual(50);
    expect(changes).toContain('ALTER TABLE lock_key DROP CONSTRAINT lock_key_lock_id_fk CASCADE');
    expect(changes).toContain('DROP TRIGGER ledger ON lock_key');
    const registry = Registry.build([Lock, LockKey]);
    const declared = await declaredParts(administrator, registry);
    const unnoticed = async () => differencesBetween(declared, await foundParts(administrator, registry)).length === 0 && (await tenancyViolations(administrator)).length === 0 && (await missingKeys()).length === 0;
    expect(await unnoticed()).toBe(true);
    const survivors: string[] = [];
    for (const sql of changes) {
      await administrator.query('BEGIN');
      try {
        await administrator.query(sql);
        if (await unnoticed()) survivors.push(sql);
      } finally {
        await administrator.query('ROLLBACK');
      }
    }
    expect(survivors).toEqual([]);
  }, 120_000);
});

/** Foreign keys between tables that no noun declares, so that no declaration misses them. */
const KEYS_BY_HAND = ['stage_entry_replaces_id_fk'];

async function missingKeys(): Promise<string[]> {
  const { rows } = await administrator.query<{ conname: string }>(`SELECT conname FROM pg_constraint WHERE contype = 'f'`);
  return KEYS_BY_HAND.filter((name) => !rows.some(({ conname }) => conname === name));
}

/** One change each that weakens the seal between organisations. */
async function mutants(): Promise<string[]> {
  const { rows } = await administrator.query<{ sql: string }>(`
    SELECT format('DROP POLICY %I ON %s', polname, polrelid::regclass) AS sql FROM pg_policy
    UNION ALL SELECT format('ALTER TABLE %s NO FORCE ROW LEVEL SECURITY', oid::regclass) FROM pg_class WHERE relforcerowsecurity
    UNION ALL SELECT format('ALTER TABLE %s DISABLE ROW LEVEL SECURITY', oid::regclass) FROM pg_class WHERE relrowsecurity
    UNION ALL SELECT format('ALTER POLICY %I ON %s USING (true) WITH CHECK (true)', polname, polrelid::regclass) FROM pg_policy WHERE polroles = '{0}'
    UNION ALL SELECT format('CREATE POLICY wider ON %s USING (true)', oid::regclass) FROM pg_class WHERE relforcerowsecurity
    UNION ALL SELECT format('ALTER TABLE %s DROP CONSTRAINT %I CASCADE', conrelid::regclass, conname) FROM pg_constraint k
      WHERE contype IN ('p', 'f') AND EXISTS (SELECT 1 FROM pg_class c WHERE c.oid = k.conrelid AND (contype = 'p' OR c.relname <> ALL ($1)) AND c.relforcerowsecurity AND NOT c.relispartition AND c.relkind IN ('r', 'p'))
    UNION ALL SELECT format('ALTER TABLE %s DROP CONSTRAINT %I', conrelid::regclass, conname) FROM pg_constraint WHERE contype IN ('c', 'n') AND conrelid IN ('lock'::regclass, 'lock_key'::regclass) AND conname !~ '_(id|organization_id)_not_null$'
    UNION ALL SELECT format('DROP INDEX %s', i.indexrelid::regclass) FROM pg_index i WHERE i.indrelid IN ('lock'::regclass, 'lock_key'::regclass) AND NOT i.indisprimary
    UNION ALL SELECT format('DROP TRIGGER %I ON %s', tgname, tgrelid::regclass) FROM pg_trigger WHERE NOT tgisinternal
    UNION ALL SELECT format('ALTER TABLE %s DISABLE TRIGGER %I', tgrelid::regclass, tgname) FROM pg_trigger WHERE NOT tgisinternal
    UNION ALL SELECT format('REVOKE UPDATE ON %s FROM crm_app', c.oid::regclass) FROM pg_class c WHERE relname IN ('lock', 'lock_key')
    UNION ALL SELECT format('GRANT SELECT ON %s TO %I', oid::regclass, CASE WHEN relname = ANY ($1) THEN 'crm_app' ELSE 'crm_platform' END)
      FROM pg_class WHERE relforcerowsecurity AND NOT relispartition
    UNION ALL SELECT format('ALTER POLICY %I ON %s TO PUBLIC', polname, polrelid::regclass) FROM pg_policy WHERE polroles <> '{0}'
    UNION ALL SELECT format('ALTER FUNCTION %s RESET search_path', oid::regprocedure) FROM pg_proc WHERE prosecdef AND pronamespace = 'public'::regnamespace
    UNION ALL SELECT format('GRANT EXECUTE ON FUNCTION %s TO PUBLIC', oid::regprocedure) FROM pg_proc WHERE prosecdef AND pronamespace = 'public'::regnamespace
    UNION ALL SELECT unnest(array['ALTER ROLE crm_app BYPASSRLS', 'GRANT crm_definer TO crm_app', 'GRANT crm_owner TO crm_app', 'GRANT SELECT ON organization TO crm_app',
      'GRANT SELECT ON pg_catalog.pg_stat_activity TO PUBLIC', 'ALTER ROLE crm_app RESET statement_timeout', 'GRANT CREATE ON SCHEMA public TO crm_app'])
  `, [GLOBAL_TABLES]);
  // All months of the ledger are made alike: one stands for all.
  const monthOf = (sql: string) => /ledger_entry_\d{4}_\d\d/.exec(sql)?.[0];
  const one = rows.map(({ sql }) => monthOf(sql)).find((month) => month !== undefined);
  expect(one).toBeDefined();
  return rows.map(({ sql }) => sql).filter((sql) => [undefined, one].includes(monthOf(sql)));
}
