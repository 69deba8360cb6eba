// Compiles only what changed. The result is put in place whole, so that a running Tessera never sees half a build.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from './processes.mjs';

// Three pure files of the web application are compiled with the backend, for their tests (see tsconfig.json).
const WEB_SOURCES_OF_TESTS = ['apps/web/src/theme/tokens.ts', 'apps/web/src/i18n/languages.ts', 'apps/web/src/screens/front/readiness.ts'];
const BACKEND_SOURCES = ['apps', 'libs', 'migrations', 'test', 'tsconfig.json', 'package.json', 'package-lock.json', ...WEB_SOURCES_OF_TESTS];
const WEB_SOURCES = ['apps/web', 'package.json', 'package-lock.json', 'vite.config.ts', 'vite.config.mjs', 'vite.config.js'];
const IGNORED = new Set(['node_modules', 'dist', '.git', 'coverage']);

export function hasScript(root, name) {
  return Boolean(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).scripts?.[name]);
}

export async function buildBackend(root, onSpawn) {
  const record = join(root, 'dist', '.backend-sources');
  const sources = fingerprint(root, BACKEND_SOURCES, ['apps/web']);
  if (isRecorded(record, sources)) return 'unchanged';

  // Beside dist and not inside .tessera, because source maps hold relative paths.
  const next = join(root, '.dist-next');
  const previous = join(root, '.dist-previous');
  rmSync(next, { recursive: true, force: true });
  try {
    await run('npm', ['run', '-s', 'tsc', '--', '-p', 'tsconfig.json', '--outDir', '.dist-next'], {
      cwd: root, onSpawn, failure: 'The code does not compile: see the lines above',
    });
    mkdirSync(next, { recursive: true });
    writeFileSync(join(next, '.backend-sources'), sources);
    rmSync(previous, { recursive: true, force: true });
    if (existsSync(join(root, 'dist'))) renameSync(join(root, 'dist'), previous);
    renameSync(next, join(root, 'dist'));
    for (const kept of ['web', '.web-sources']) {
      if (existsSync(join(previous, kept))) renameSync(join(previous, kept), join(root, 'dist', kept));
    }
  } finally {
    rmSync(next, { recursive: true, force: true });
    rmSync(previous, { recursive: true, force: true });
  }
  return 'compiled';
}

export async function buildWeb(root, onSpawn) {
  if (!hasScript(root, 'build:web')) return 'there is none';
  const record = join(root, 'dist', '.web-sources');
  const sources = fingerprint(root, WEB_SOURCES);
  if (isRecorded(record, sources) && existsSync(join(root, 'dist', 'web'))) return 'unchanged';
  rmSync(record, { force: true });
  await run('npm', ['run', '-s', 'build:web'], { cwd: root, onSpawn, failure: 'The web application could not be built: see the lines above' });
  writeFileSync(record, sources);
  return 'built';
}

function isRecorded(record, sources) {
  return existsSync(record) && readFileSync(record, 'utf8') === sources;
}

/** One hash over the names and the contents of all files below the given paths. */
function fingerprint(root, paths, except = []) {
  const hash = createHash('sha256');
  const visit = (path) => {
    const absolute = join(root, path);
    let entries;
    try {
      entries = readdirSync(absolute, { withFileTypes: true });
    } catch (error) {
      if (error.code === 'ENOTDIR') hash.update(`${path}\0`).update(readFileSync(absolute)).update('\0');
      else if (error.code !== 'ENOENT') throw error;
      return;
    }
    for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
      const inner = `${path}/${entry.name}`;
      if (!IGNORED.has(entry.name) && !except.includes(inner)) visit(inner);
    }
  };
  for (const path of paths) visit(path);
  return hash.digest('hex');
}
