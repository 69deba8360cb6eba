import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { TestDatabase } from '#test/worlds/database.js';
import { testEnvironment } from '#test/edge/api.js';
import { SNAPSHOTS, snapshots } from '../../apps/console/snapshot.js';

const folder = join(import.meta.dirname, '../../..', SNAPSHOTS);
const FILES = ['openapi.json', 'policies.txt', 'permissions.txt', 'facts.txt', 'routes.txt'];

let database: TestDatabase;
let current: Record<string, string>;

beforeAll(async () => {
  database = await TestDatabase.create();
  current = await snapshots(testEnvironment(database.environment));
});
afterAll(() => database.drop());

/** The first line that differs, since the whole of two long texts helps nobody. */
function firstDifference(before: string, now: string): string | null {
  const [old, fresh] = [before.split('\n'), now.split('\n')];
  const at = fresh.findIndex((line, index) => line !== old[index]);
  if (at < 0 && old.length === fresh.length) return null;
  const line = at < 0 ? fresh.length : at;
  return `line ${line + 1} says\n  ${old[line] ?? '(nothing)'}\nand should say\n  ${fresh[line] ?? '(nothing)'}`;
}

describe('What is derived stands in test/snapshots as text', () => {
  it.each(FILES)('%s', (file) => {
    const written = existsSync(join(folder, file)) ? readFileSync(join(folder, file), 'utf8') : '';
    const difference = firstDifference(written, current[file]!);
    if (difference) throw new Error(`${SNAPSHOTS}/${file} is stale. Run "npm run snapshot", read the difference, and commit it with the change that made it.\nFor example, ${difference}`);
    expect(written).not.toBe('');
  });

  it('notices a line that was changed, added or taken away', () => {
    const text = current['permissions.txt']!;
    expect(firstDifference(text, text)).toBeNull();
    expect(firstDifference(text.replace('sales-rep', 'sales-man'), text)).toContain('should say');
    expect(firstDifference(text.replace(/\n$/, ''), text)).toContain('(nothing)');
    expect(firstDifference(`${text}more\n`, text)).toContain('more');
  });

  it('finds every address to be guarded, and every table with an organisation to be fenced', () => {
    expect(current['routes.txt']).not.toContain('NOBODY HAS SAID');
    expect(current['routes.txt']).toMatch(/PATCH +\/api\/v1\/sales\/contacts\/:id +members +update contact\n/);
    expect(current['policies.txt']).toMatch(/\npublic\.contact\n +row-level security +enabled, forced\n +tenant +permissive .*\n +tenant_fence +restrictive .*\n +crm_app may +delete, insert, select, update\n/);
    expect(current['policies.txt']).not.toContain('NOT FORCED');
  });
});
