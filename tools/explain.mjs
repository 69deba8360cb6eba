// npm run explain [-- <noun>]: compiles what changed and prints what follows from a declaration. Needs no database.
import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { buildBackend } from './build.mjs';
import { underLock } from './lock.mjs';
import { complain } from './steps.mjs';

const root = join(import.meta.dirname, '..');
const tessera = join(root, '.tessera');

try {
  mkdirSync(tessera, { recursive: true, mode: 0o711 });
  await underLock(join(tessera, 'build.lock'), () => buildBackend(root));
  const { status } = spawnSync(process.execPath, ['--enable-source-maps', join(root, 'dist/apps/console/main.js'), 'explain', ...process.argv.slice(2)], { stdio: 'inherit' });
  process.exitCode = status ?? 1;
} catch (error) {
  complain(error);
  process.exitCode = 1;
}
