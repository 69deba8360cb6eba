import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';

export interface DatabaseAddresses {
  /** May create roles and databases. Used by `prepare` alone, never to serve. */
  administrator: string;
  owner: string;
  app: string;
  platform: string;
}

/** Definer functions and who may call them. Whatever is not listed here is refused by a test. */
export const DEFINERS: Record<string, { signature: string; callers: string[] }> = {
  current_org: { signature: 'current_org()', callers: ['crm_app', 'crm_owner', 'crm_definer'] },
  search_records: { signature: 'search_records(text, text[], real[], integer, uuid[])', callers: ['crm_app'] },
  record_in_ledger: { signature: 'record_in_ledger()', callers: ['crm_owner'] },
  erase_record_values: { signature: 'erase_record_values(text, uuid, text[], text[], text[])', callers: ['crm_app'] },
  keep_search_entries: { signature: 'keep_search_entries()', callers: ['crm_owner'] },
  organizations_with_waiting_mail: { signature: 'organizations_with_waiting_mail(timestamptz)', callers: ['crm_platform'] },
  organizations_with_news: { signature: 'organizations_with_news(text)', callers: ['crm_platform'] },
  organizations_with_work: { signature: 'organizations_with_work(timestamptz, integer)', callers: ['crm_platform'] },
  organizations_with_dead_work: { signature: 'organizations_with_dead_work()', callers: ['crm_platform'] },
  organizations_with_expired_idempotency_keys: { signature: 'organizations_with_expired_idempotency_keys(timestamptz)', callers: ['crm_platform'] },
};

const ROLES = ['crm_owner', 'crm_app', 'crm_platform'] as const;
/** One request, one processor: starting workers for one costs all others more than it gains. */
const SERVING = { statement_timeout: '10s', lock_timeout: '2s', idle_in_transaction_session_timeout: '15s', timezone: 'UTC', max_parallel_workers_per_gather: '0' };
const ROLE_SETTINGS = { crm_app: SERVING, crm_platform: SERVING, crm_owner: { timezone: 'UTC' } };

/** Roles, extensions, seal and definer functions: what only an administrator may make. Can be run again at any time. */
export async function prepareDatabase(addresses: DatabaseAddresses, sealKeys: Buffer[], root: string): Promise<void> {
  await createDatabaseIfMissing(addresses.administrator);
  const administrator = new pg.Client({ connectionString: addresses.administrator });
  await administrator.connect();
  try {
    await administrator.query(`SELECT pg_advisory_lock(hashtext('tessera prepare'))`);
    await administrator.query('BEGIN');
    // Definer functions may name tables that the migrations have yet to make.
    await administrator.query('SET LOCAL check_function_bodies = off');
    await createRoles(administrator, addresses);
    await closeDatabase(administrator);
    await storeSeal(administrator, sealKeys);
    await createDefiners(administrator, join(root, 'migrations/definers'));
    await administrator.query('COMMIT');
  } finally {
    await administrator.end();
  }
}

async function createDatabaseIfMissing(address: string): Promise<void> {
  const url = new URL(address);
  const name = decodeURIComponent(url.pathname.slice(1));
  url.pathname = '/postgres';
  const client = new pg.Client({ connectionString: url.href });
  await client.connect();
  try {
    const { rowCount } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [name]);
    if (!rowCount) await client.query(`CREATE DATABASE ${client.escapeIdentifier(name)}`);
  } finally {
    await client.end();
  }
}

async function createRoles(client: pg.Client, addresses: DatabaseAddresses): Promise<void> {
  // Roles belong to the whole server: two databases being prepared at once must not race.
  await client.query(`SELECT pg_advisory_xact_lock(hashtext('tessera roles'))`);
  await client.query(`DO $$ BEGIN CREATE ROLE crm_definer NOLOGIN BYPASSRLS; EXCEPTION WHEN duplicate_object THEN NULL; END $$`);
  const urls = { crm_owner: addresses.owner, crm_app: addresses.app, crm_platform: addresses.platform };
  for (const role of ROLES) {
    const url = new URL(urls[role]);
    if (url.username !== role) throw new Error(`The address for ${role} signs in as "${url.username}". Put ${role} and its password there.`);
    await client.query(`DO $$ BEGIN CREATE ROLE ${role}; EXCEPTION WHEN duplicate_object THEN NULL; END $$`);
    const password = client.escapeLiteral(decodeURIComponent(url.password));
    await client.query(`ALTER ROLE ${role} LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE NOREPLICATION PASSWORD ${password}`);
  }
  for (const [role, settings] of Object.entries(ROLE_SETTINGS))
    for (const [name, value] of Object.entries(settings)) await client.query(`ALTER ROLE ${role} SET ${name} = '${value}'`);
}

async function closeDatabase(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ name: string }>('SELECT quote_ident(current_database()) AS name');
  const database = rows[0]!.name;
  await client.query(`
    REVOKE ALL ON DATABASE ${database} FROM PUBLIC;
    GRANT CONNECT ON DATABASE ${database} TO ${ROLES.join(', ')};
    REVOKE ALL ON SCHEMA public FROM PUBLIC;
    GRANT USAGE ON SCHEMA public TO ${ROLES.join(', ')}, crm_definer;
    GRANT CREATE ON SCHEMA public TO crm_owner;
    CREATE EXTENSION IF NOT EXISTS pg_trgm;
    CREATE EXTENSION IF NOT EXISTS unaccent;
    CREATE EXTENSION IF NOT EXISTS btree_gin;
    CREATE EXTENSION IF NOT EXISTS btree_gist;
    -- A statement's text shows the seal of the organisation it runs for. Left readable, an injected statement could
    -- collect the seals of others from the list of activity, and enter them.
    REVOKE SELECT ON pg_catalog.pg_stat_activity FROM PUBLIC;
    REVOKE EXECUTE ON FUNCTION pg_catalog.pg_stat_get_activity(integer), pg_catalog.pg_stat_get_backend_activity(integer) FROM PUBLIC;
    GRANT SELECT ON pg_catalog.pg_stat_activity TO pg_monitor;
    GRANT EXECUTE ON FUNCTION pg_catalog.pg_stat_get_activity(integer), pg_catalog.pg_stat_get_backend_activity(integer) TO pg_monitor;
  `);
}

/** The first key seals; the others are still accepted while keys are rotated. Any other is forgotten. */
async function storeSeal(client: pg.Client, keys: Buffer[]): Promise<void> {
  await client.query(`
    CREATE SCHEMA IF NOT EXISTS seal;
    CREATE TABLE IF NOT EXISTS seal.seal_key (inner_pad bytea NOT NULL, outer_pad bytea NOT NULL, CONSTRAINT seal_key_pk PRIMARY KEY (inner_pad));
    GRANT USAGE ON SCHEMA seal TO crm_definer;
    GRANT SELECT ON seal.seal_key TO crm_definer;
    DELETE FROM seal.seal_key;
  `);
  for (const key of keys) await client.query('INSERT INTO seal.seal_key VALUES ($1, $2)', [pad(key, 0x36), pad(key, 0x5c)]);
}

function pad(key: Buffer, mask: number): Buffer {
  const block = Buffer.alloc(64);
  key.copy(block);
  return block.map((byte) => byte ^ mask) as Buffer;
}

async function createDefiners(client: pg.Client, folder: string): Promise<void> {
  for (const file of readdirSync(folder).sort()) {
    const definer = DEFINERS[file.replace(/\.sql$/, '')];
    if (!definer) throw new Error(`migrations/definers/${file} is not on the reviewed list in apps/console/database/prepare.ts.`);
    await client.query(readFileSync(join(folder, file), 'utf8'));
    await client.query(`
      ALTER FUNCTION public.${definer.signature} OWNER TO crm_definer;
      REVOKE ALL ON FUNCTION public.${definer.signature} FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION public.${definer.signature} TO ${definer.callers.join(', ')};
    `);
  }
}
