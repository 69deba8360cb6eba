import pg from 'pg';
import { GLOBAL_TABLES, tenancyViolations } from '#kernel/tenancy/catalogue.js';
import { TestDatabase } from '#test/worlds/database.js';

let database: TestDatabase;
let administrator: pg.Client;

beforeAll(async () => {
  database = await TestDatabase.create();
  administrator = new pg.Client({ connectionString: database.administratorUrl });
  await administrator.connect();
});

afterAll(async () => {
  await administrator.end();
  await database.drop();
});

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
  it('kills every mutant', async () => {
    const changes = await mutants();
    expect(changes.length).toBeGreaterThanOrEqual(20);
    const survivors: string[] = [];
    for (const sql of changes) {
      await administrator.query('BEGIN');
      try {
        await administrator.query(sql);
        if ((await tenancyViolations(administrator)).length === 0) survivors.push(sql);
      } finally {
        await administrator.query('ROLLBACK');
      }
    }
    expect(survivors).toEqual([]);
  });
});

/** One change each that weakens the seal between organisations. */
async function mutants(): Promise<string[]> {
  const { rows } = await administrator.query<{ sql: string }>(`
    SELECT format('DROP POLICY %I ON %s', polname, polrelid::regclass) AS sql FROM pg_policy
    UNION ALL SELECT format('ALTER TABLE %s NO FORCE ROW LEVEL SECURITY', oid::regclass) FROM pg_class WHERE relforcerowsecurity
    UNION ALL SELECT format('ALTER TABLE %s DISABLE ROW LEVEL SECURITY', oid::regclass) FROM pg_class WHERE relrowsecurity
    UNION ALL SELECT format('ALTER POLICY %I ON %s USING (true) WITH CHECK (true)', polname, polrelid::regclass) FROM pg_policy WHERE polroles = '{0}'
    UNION ALL SELECT format('CREATE POLICY wider ON %s USING (true)', oid::regclass) FROM pg_class WHERE relforcerowsecurity
    UNION ALL SELECT format('ALTER TABLE %s DROP CONSTRAINT %I CASCADE', conrelid::regclass, conname) FROM pg_constraint k
      WHERE contype IN ('p', 'f') AND EXISTS (SELECT 1 FROM pg_class c WHERE c.oid = k.conrelid AND (k.contype = 'p' OR c.relname <> ALL ($1)) AND c.relforcerowsecurity AND NOT c.relispartition AND c.relkind IN ('r', 'p'))
    UNION ALL SELECT format('GRANT SELECT ON %s TO %I', oid::regclass, CASE WHEN relname = ANY ($1) THEN 'crm_app' ELSE 'crm_platform' END)
      FROM pg_class WHERE relforcerowsecurity AND NOT relispartition
    UNION ALL SELECT format('ALTER POLICY %I ON %s TO PUBLIC', polname, polrelid::regclass) FROM pg_policy WHERE polroles <> '{0}'
    UNION ALL SELECT format('ALTER FUNCTION %s RESET search_path', oid::regprocedure) FROM pg_proc WHERE prosecdef AND pronamespace = 'public'::regnamespace
    UNION ALL SELECT format('GRANT EXECUTE ON FUNCTION %s TO PUBLIC', oid::regprocedure) FROM pg_proc WHERE prosecdef AND pronamespace = 'public'::regnamespace
    UNION ALL SELECT unnest(array['ALTER ROLE crm_app BYPASSRLS', 'GRANT crm_definer TO crm_app', 'GRANT crm_owner TO crm_app', 'GRANT SELECT ON organization TO crm_app',
      'GRANT SELECT ON pg_catalog.pg_stat_activity TO PUBLIC', 'ALTER ROLE crm_app RESET statement_timeout', 'GRANT CREATE ON SCHEMA public TO crm_app'])
  `, [GLOBAL_TABLES]);
  return rows.map(({ sql }) => sql);
}
