import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { ROOT } from './workbench.js';

/** What the linter of migrations has to say of one file; empty when nothing. */
export function squawk(path: string, sql: string): string {
  const alone = sql.includes('-- without transaction');
  const { status, stdout, stderr, error } = spawnSync(
    join(ROOT, 'node_modules/.bin/squawk'),
    ['--config', join(ROOT, '.squawk.toml'), alone ? '--no-assume-in-transaction' : '--assume-in-transaction', '--reporter', 'gcc', '--stdin-filepath', path],
    { input: sql, encoding: 'utf8' },
  );
  if (error) throw error;
  return status === 0 ? '' : stdout || stderr;
}
