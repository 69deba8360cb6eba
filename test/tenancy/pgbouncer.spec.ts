import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createConnection, createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import pg from 'pg';
import type { Tenancy } from '#kernel/tenancy/tenancy.js';
import { keep, keys } from '#test/worlds/rows.js';
import { organizationId, TestDatabase } from '#test/worlds/database.js';

const [A, B] = [organizationId(1), organizationId(2)];
const CLIENTS = 200;
const SECONDS = 8;

const pgbouncer = process.env.TEST_PGBOUNCER;
const suite = pgbouncer ? describe : describe.skip;

suite('Behind pgbouncer in transaction mode with one server connection', () => {
  let database: TestDatabase;
  let folder: string;
  let process_: ChildProcess;
  let tenancy: Tenancy;
  let administrator: pg.Client;

  beforeAll(async () => {
    database = await TestDatabase.create();
    folder = mkdtempSync(join(tmpdir(), 'tessera-pgbouncer-'));
    chmodSync(folder, 0o755);
    const port = await freePort();
    process_ = startPgbouncer(folder, port, database);
    await listening(port);
    const url = new URL(database.appUrl);
    url.host = `127.0.0.1:${port}`;
    url.search = '';
    tenancy = database.tenancy({ url: url.href, max: CLIENTS, prepared: false, connectionTimeoutMillis: 20_000 });
    administrator = new pg.Client({ connectionString: database.administratorUrl });
    await administrator.connect();
    await keep(tenancy, A, 'of A');
    await keep(tenancy, B, 'of B');
  });

  afterAll(async () => {
    await administrator?.end();
    await database?.drop();
    process_?.kill('SIGTERM');
    if (process_ && process_.exitCode === null) await once(process_, 'exit');
    rmSync(folder, { recursive: true, force: true });
  });

  it('T01 shows 200 interleaved clients of two organisations no foreign row', async () => {
    const { foreign, read } = await readInTurns(() => undefined);
    expect(foreign).toEqual([]);
    expect(read).toBeGreaterThan(CLIENTS);
  });

  it('T02 does so while statements are cancelled in the middle', async () => {
    const { foreign, read } = await readInTurns(async () => {
      await administrator.query(`SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE usename = 'crm_app' AND datname = $1 AND random() < 0.5`, [database.name]);
    });
    expect(foreign).toEqual([]);
    expect(read).toBeGreaterThan(CLIENTS);
  });

  async function readInTurns(disturb: () => Promise<void> | undefined): Promise<{ foreign: string[]; read: number }> {
    const until = Date.now() + (SECONDS * 1000) / 2;
    const foreign: string[] = [];
    let read = 0;
    const disturbing = (async () => {
      while (Date.now() < until) {
        await disturb();
        await setTimeout(5);
      }
    })();
    await Promise.all(
      Array.from({ length: CLIENTS }, async (_, n) => {
        const [organization, own] = n % 2 ? [A, 'of A'] : [B, 'of B'];
        while (Date.now() < until) {
          const seen = await keys(tenancy, organization).catch((error: { code?: string }) => {
            if (error.code === '57014') return [];
            throw error;
          });
          foreign.push(...seen.filter((key) => key !== own));
          read += seen.length;
        }
      }),
    );
    await disturbing;
    return { foreign, read };
  }
});

if (!pgbouncer) it.skip('T01 and T02 need pgbouncer, which is not installed here (Debian: apt-get install pgbouncer)', () => undefined);

function startPgbouncer(folder: string, port: number, database: TestDatabase): ChildProcess {
  const server = new URL(database.appUrl);
  writeFileSync(join(folder, 'users.txt'), `"crm_app" "${decodeURIComponent(server.password)}"\n`, { mode: 0o644 });
  writeFileSync(
    join(folder, 'pgbouncer.ini'),
    `[databases]\n${database.name} = host=${server.hostname} port=${server.port}\n[pgbouncer]\nlisten_addr = 127.0.0.1\nlisten_port = ${port}\nunix_socket_dir =\n` +
      `auth_type = trust\nauth_file = ${join(folder, 'users.txt')}\npool_mode = transaction\ndefault_pool_size = 1\nmax_client_conn = 500\n`,
    { mode: 0o644 },
  );
  // It refuses to run as root.
  const asNobody = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {};
  return spawn(pgbouncer!, ['-q', join(folder, 'pgbouncer.ini')], { stdio: 'ignore', ...asNobody });
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

async function listening(port: number): Promise<void> {
  for (let attempt = 0; attempt < 100; attempt += 1) {
    const socket = createConnection(port, '127.0.0.1');
    const connected = await Promise.race([once(socket, 'connect').then(() => true), once(socket, 'error').then(() => false)]).catch(() => false);
    socket.destroy();
    if (connected) return;
    await setTimeout(50);
  }
  throw new Error('pgbouncer did not start');
}
