import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { Seal } from '#kernel/tenancy/seal.js';
import { PlatformDatabase, Tenancy } from '#kernel/tenancy/tenancy.js';

function needed(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set. Run tests with \`npm test\`, or one file with \`npm test -- <part of its name>\`.`);
  return value;
}

/** A database of its own, cloned from the migrated template, served by the real roles. */
export class TestDatabase {
  private readonly pools: pg.Pool[] = [];

  private constructor(readonly name: string) {}

  static async create(): Promise<TestDatabase> {
    const database = new TestDatabase(`test_${process.pid}_${randomBytes(4).toString('hex')}`);
    await onServer((client) => client.query(`CREATE DATABASE ${database.name} TEMPLATE ${needed('TEST_DATABASE_TEMPLATE')}`));
    // Database-level grants are not cloned with a template.
    await onServer((client) => client.query(`REVOKE ALL ON DATABASE ${database.name} FROM PUBLIC; GRANT CONNECT ON DATABASE ${database.name} TO crm_owner, crm_app, crm_platform`));
    return database;
  }

  get administratorUrl(): string {
    return this.named(needed('TEST_DATABASE_ADMIN_URL'));
  }

  get ownerUrl(): string {
    return this.named(needed('DATABASE_OWNER_URL'));
  }

  get appUrl(): string {
    return this.named(needed('DATABASE_APP_URL'));
  }

  get platformUrl(): string {
    return this.named(needed('DATABASE_PLATFORM_URL'));
  }

  /** The environment of a process that serves this database. */
  get environment(): Record<string, string> {
    return {
      DATABASE_URL: this.administratorUrl,
      DATABASE_OWNER_URL: this.ownerUrl,
      DATABASE_APP_URL: this.appUrl,
      DATABASE_PLATFORM_URL: this.platformUrl,
    };
  }

  pool(url: string, options: pg.PoolConfig = {}): pg.Pool {
    const pool = new pg.Pool({ connectionString: url, max: 4, pipeline: true, ...options } as pg.PoolConfig);
    pool.on('error', () => undefined);
    this.pools.push(pool);
    return pool;
  }

  tenancy(options: pg.PoolConfig & { prepared?: boolean; url?: string } = {}): Tenancy {
    const { prepared = true, url = this.appUrl, ...pool } = options;
    return new Tenancy(this.pool(url, pool), testSeal(), prepared);
  }

  platform(): PlatformDatabase {
    return new PlatformDatabase(this.pool(this.platformUrl));
  }

  async drop(): Promise<void> {
    await Promise.all(this.pools.map((pool) => pool.end()));
    await onServer((client) => client.query(`DROP DATABASE IF EXISTS ${this.name} WITH (FORCE)`));
  }

  private named(address: string): string {
    const url = new URL(address);
    url.pathname = `/${this.name}`;
    return url.href;
  }
}

export function testSeal(): Seal {
  return new Seal(Buffer.from(needed('SCOPE_SEAL_KEY'), 'hex'));
}

/** An id for the nth organisation, the same in every run. */
export function organizationId(n: number): string {
  return `0193aaaa-0000-7000-8000-${n.toString(16).padStart(12, '0')}`;
}

async function onServer(work: (client: pg.Client) => Promise<unknown>): Promise<void> {
  const client = new pg.Client({ connectionString: needed('TEST_DATABASE_ADMIN_URL') });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}
