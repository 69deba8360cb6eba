// Where benches play: servers of their own, the product's processes, and tokens for people who never signed in.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, readdirSync } from 'node:fs';
import pg from 'pg';
import { throwawayStack } from '../embedded/throwaway.mjs';
import { freePort } from '../ports.mjs';
import { memberId, organizationId } from './world.mjs';

const LIMITS = 'organization=900000000,actor=900000000,address=900000000';
/** A clock tick of /proc, in milliseconds. */
const TICK_MS = 10;

export class Stage {
  #children = [];
  #stop = async () => {};

  /** `settings` are those of PostgreSQL. */
  async open(root, settings) {
    const stack = await throwawayStack({ root, database: 'tessera_bench', settings, onStop: (end) => (this.#stop = end) });
    await stack.prepare();
    this.environment = { ...process.env, ...stack.environment, LOG_LEVEL: 'fatal', NODE_ENV: 'production', PUBLIC_URL: 'http://localhost:3000', RATE_LIMITS: LIMITS };
    this.administrator = new pg.Client({ connectionString: this.environment.DATABASE_URL });
    this.administrator.on('error', () => undefined);
    await this.administrator.connect();
  }

  /** A process that has said that it is ready, by its log or by answering at `path`. */
  async start(script, { environment = {}, path = null, said = null, flags = [] } = {}) {
    const port = await freePort();
    const child = spawn(process.execPath, [...flags, script], { env: { ...this.environment, PORT: String(port), ...(said && { LOG_LEVEL: 'info' }), ...environment }, stdio: ['ignore', said ? 'pipe' : 'ignore', 'inherit'] });
    this.#children.push(child);
    let heard = '';
    child.stdout?.on('data', (chunk) => (heard = said && !heard.includes(said) ? heard + chunk : heard));
    for (let attempt = 0; attempt < 1200; attempt += 1) {
      if (said ? heard.includes(said) : await fetch(`http://127.0.0.1:${port}${path}`).then((answer) => answer.ok, () => false)) return { port, child };
      if (child.exitCode !== null) throw new Error(`${script} ended while it was starting.`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error(`${script} did not start.`);
  }

  /** As if it did not exist, with everything that it holds. */
  pause(child) {
    child.kill('SIGSTOP');
  }

  go(child) {
    child.kill('SIGCONT');
  }

  async end(child) {
    child.kill('SIGTERM');
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
    this.#children = this.#children.filter((each) => each !== child);
  }

  async close() {
    for (const child of this.#children) child.kill('SIGKILL');
    await Promise.all(this.#children.filter((child) => child.exitCode === null && child.signalCode === null).map((child) => once(child, 'exit')));
    await this.#stop({ force: true });
  }
}

export async function rightsOfRoles(...names) {
  await import('reflect-metadata');
  const { productRegistry } = await import('../../dist/apps/product.js');
  const { rightsOfTemplate } = await import('../../dist/libs/platform/identity/role-templates.js');
  const registry = productRegistry();
  return Object.fromEntries(names.map((name) => [name, rightsOfTemplate(name, registry)]));
}

/** For members [organisation, number]. */
export async function tokensFor(environment, members) {
  const { loadConfig } = await import('../../dist/libs/platform/config/config.js');
  const { AccessTokens } = await import('../../dist/libs/platform/identity/access-tokens.js');
  const { SigningKeys } = await import('../../dist/libs/platform/identity/sessions/signing-keys.js');
  const { PlatformDatabase } = await import('../../dist/libs/kernel/tenancy/tenancy.js');
  const { configureSecretBox } = await import('../../dist/libs/kernel/field/secret-box.js');
  const config = loadConfig(environment);
  configureSecretBox(config.encryptionKey);
  const pool = new pg.Pool({ connectionString: config.databasePlatformUrl, max: 1 });
  const keys = new SigningKeys(new PlatformDatabase(pool));
  await keys.read();
  await pool.end();
  const tokens = new AccessTokens(config, keys);
  return members.map(([o, n]) => tokens.issue({ sub: memberId(o, n), sid: memberId(o, n), org: organizationId(o), mem: memberId(o, n) }).token);
}

/** How long a process has computed, whatever else the machine was doing meanwhile. */
export function cpuMs(pid) {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ');
  return (Number(fields[11]) + Number(fields[12])) * TICK_MS;
}

/** Of a process and all that it has begun, the ended ones among them. */
export function cpuMsOfFamily(pid) {
  const family = readdirSync('/proc').filter((name) => /^\d+$/.test(name)).flatMap((name) => {
    try {
      const fields = readFileSync(`/proc/${name}/stat`, 'utf8').split(') ')[1].split(' ');
      if (Number(name) !== pid && Number(fields[1]) !== pid) return [];
      return [(Number(fields[11]) + Number(fields[12]) + (Number(name) === pid ? Number(fields[13]) + Number(fields[14]) : 0)) * TICK_MS];
    } catch {
      return [];
    }
  });
  return family.reduce((sum, ms) => sum + ms, 0);
}
