import pg from 'pg';
import { organizationId, type TestDatabase } from '#test/worlds/database.js';

export const BIG = organizationId(1);
export const CONTACTS = 200_000;
const OTHERS = 40;
const MEMBERS = 20;
const COMPANIES = 2_000;

const id = (kind: string, n: string): string => `('0193${kind}-0000-7000-8000-' || lpad(to_hex(${n}), 12, '0'))::uuid`;
export const memberId = (n: number): string => `0193bbbb-0000-7000-8000-${n.toString(16).padStart(12, '0')}`;
export const companyId = (n: number): string => `0193cccc-0000-7000-8000-${n.toString(16).padStart(12, '0')}`;

/** One large tenant among others of the same number of contacts in all, made past the doors: they are the stage and not the play. */
export async function makeContacts(database: TestDatabase): Promise<void> {
  const client = new pg.Client({ connectionString: database.administratorUrl });
  await client.connect();
  try {
    await client.query(`SET session_replication_role = replica; SET statement_timeout = 0; SET synchronous_commit = off; SET maintenance_work_mem = '256MB'`);
    await client.query(`INSERT INTO member (organization_id, id, created_at, updated_at, name, email, status)
      SELECT $1, ${id('bbbb', 'n')}, now(), now(), 'Member ' || n, 'member' || n || '@big.test', 'active' FROM generate_series(1, ${MEMBERS}) n`, [BIG]);
    await client.query(`INSERT INTO company (organization_id, id, created_at, updated_at, name, owner_id)
      SELECT $1, ${id('cccc', 'n')}, now(), now(), 'Company ' || n, ${id('bbbb', `1 + n % ${MEMBERS}`)} FROM generate_series(1, ${COMPANIES}) n`, [BIG]);
    await withoutIndexes(client, 'contact', () => client.query(`INSERT INTO contact (organization_id, id, created_at, updated_at, first_name, last_name, email, phone, phone_key, company_id, owner_id, stage, tags)
      SELECT ${id('aaaa', `CASE WHEN n <= ${CONTACTS} THEN 1 ELSE 2 + n % ${OTHERS} END`)}, uuidv7(make_interval(secs => n - 9000000)), now(), now(),
        'First' || n % 500, 'Last' || n % 9000, 'contact' || n || '@mail.test', '+49 30 ' || 1000000 + n, '+4930' || 1000000 + n,
        CASE WHEN n <= ${CONTACTS} THEN ${id('cccc', `1 + n % ${COMPANIES}`)} END, CASE WHEN n <= ${CONTACTS} THEN ${id('bbbb', `1 + n % ${MEMBERS}`)} END,
        (ARRAY['prospect', 'lead', 'customer', 'former'])[1 + n / 7 % 4], CASE WHEN n % 20 = 0 THEN ARRAY['vip', 'tag' || n % 400] ELSE '{}' END
      FROM generate_series(1, ${2 * CONTACTS}) n`));
    await client.query(`INSERT INTO field_value (organization_id, resource, field, record_id, text_value) SELECT organization_id, 'contact', 'tags', id, tag FROM contact, unnest(tags) tag`);
    await client.query('VACUUM ANALYZE contact, company, member, field_value');
  } finally {
    await client.end();
  }
}

/** Built once at the end, in half the time. */
async function withoutIndexes(client: pg.Client, table: string, work: () => Promise<unknown>): Promise<void> {
  const { rows } = await client.query<{ name: string; definition: string }>(`SELECT indexname AS name, indexdef AS definition FROM pg_indexes WHERE tablename = $1 AND indexname <> $1 || '_pk'`, [table]);
  for (const { name } of rows) await client.query(`DROP INDEX ${name}`);
  await work();
  for (const { definition } of rows) await client.query(definition);
}
