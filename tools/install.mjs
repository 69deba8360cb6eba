// Installs the npm packages when the lock file says that they changed.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from './processes.mjs';
import { Problem } from './steps.mjs';

const OLDEST_NODE = [20, 19];

export function checkNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor >= OLDEST_NODE[1])) return `Node ${process.versions.node}`;
  throw new Problem(`Node ${process.versions.node} is too old: Tessera needs Node ${OLDEST_NODE.join('.')} or newer. Install it from https://nodejs.org and try again.`);
}

export async function installPackages(root, onSpawn) {
  const lockFile = join(root, 'package-lock.json');
  if (!existsSync(lockFile)) throw new Problem(`There is no package-lock.json in ${root}: clone the repository again.`);
  const wanted = createHash('sha256').update(readFileSync(lockFile)).digest('hex');
  const record = join(root, 'node_modules', '.tessera-lock');
  if (existsSync(record) && readFileSync(record, 'utf8') === wanted) return 'unchanged';
  // Not `npm ci`: it refuses a lock file made where the registry lacks the optional binaries of other platforms.
  await run('npm', ['install', '--no-save', '--prefer-offline', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: root,
    onSpawn,
    timeout: 900_000,
    // An inherited NODE_ENV=production would leave out the compiler.
    env: { ...process.env, NODE_ENV: 'development' },
    failure: 'The packages could not be installed: see the lines above, check the connection to the package registry and try again',
  });
  writeFileSync(record, wanted);
  return 'npm install';
}
