// The compiled application: where its programs lie and the environment they need.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { run } from './processes.mjs';
import { Problem } from './steps.mjs';

const ROLES = {
  DATABASE_OWNER_URL: ['crm_owner', 'ownerPassword'],
  DATABASE_APP_URL: ['crm_app', 'appPassword'],
  DATABASE_PLATFORM_URL: ['crm_platform', 'platformPassword'],
};
const KEYS = ['SCOPE_SEAL_KEY', 'ENCRYPTION_KEY', 'COOKIE_SECRET'];
/** What only the console may know: whoever serves requests must not hold a key to the whole server. */
const CONSOLE_ONLY = ['DATABASE_URL', 'DATABASE_OWNER_URL'];

/** The addresses of the product's roles in the database that the administrator's address names. `given` ones win. */
export function databaseAddresses(administratorUrl, secrets, given = {}) {
  const addresses = { DATABASE_URL: administratorUrl };
  for (const [name, [role, password]] of Object.entries(ROLES)) {
    const url = new URL(administratorUrl);
    url.username = role;
    url.password = secrets[password];
    addresses[name] = given[name] || url.href;
  }
  return addresses;
}

export function keys(secrets, given = {}) {
  return Object.fromEntries(KEYS.map((name) => [name, given[name] || secrets[name]]));
}

export function forServing(environment) {
  return Object.fromEntries(Object.entries(environment).filter(([name]) => !CONSOLE_ONLY.includes(name)));
}

export function programOf(root, name) {
  const path = join(root, 'dist', 'apps', name, 'main.js');
  if (existsSync(path)) return path;
  throw new Problem(`This checkout has no ${name} (apps/${name}/main.ts is missing): bring it up to date with "git pull" and try again.`);
}

export async function runConsole(root, command, environment, onSpawn) {
  await run(process.execPath, ['--enable-source-maps', programOf(root, 'console'), command], {
    cwd: root,
    env: { ...process.env, ...environment },
    onSpawn,
    timeout: 300_000,
    failure: `"console ${command}" failed: see the lines above`,
  });
}
