import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { variables, type Variable } from '#platform/config/variables.js';

const root = join(import.meta.dirname, '../..');
const readme = readFileSync(join(root, 'README.md'), 'utf8');

describe('README.md', () => {
  it('lists every variable of the configuration with its default and meaning', () => {
    const rows = readme.split('\n').filter((line) => /^\| `[A-Z_]+` \|/.test(line));
    expect(rows).toEqual(Object.values<Variable<unknown>>(variables).map(({ name, say, ...variable }) => `| \`${name}\` | ${defaultOf(variable)} | ${say} |`));
  });

  it('names only files and folders that are there', () => {
    const [, map = ''] = /## Map of the house\n\n```\n([^`]*)```/.exec(readme) ?? [];
    const folders: string[] = [];
    for (const [, indent = '', name = ''] of map.matchAll(/^( *)(\S+\/)/gm)) folders.push(indent === '' ? name : `${folders.filter((folder) => !folder.slice(0, -1).includes('/')).at(-1)}${name}`);
    const linked = [...readme.matchAll(/(?:\]\(|src="|`)((?:docs|apps|libs|test|tools|deploy)\/[^)"`]*|LICENSE|\.env\.example)[)"`]/g)].map(([, path]) => path!);
    expect(folders.length).toBeGreaterThan(8);
    expect(linked.length).toBeGreaterThan(4);
    expect([...folders, ...linked].filter((path) => !existsSync(join(root, path)))).toEqual([]);
  });

  it('names only commands that package.json has', () => {
    const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { scripts: Record<string, string> };
    const named = [...readme.matchAll(/npm (?:run )?(start|test|[\w]+:[\w]+)/g)].map(([, name]) => name!);
    expect(new Set(named).size).toBeGreaterThan(2);
    expect(named.filter((name) => !scripts[name])).toEqual([]);
  });
});

function defaultOf({ fallback, optional }: Pick<Variable<unknown>, 'fallback' | 'optional'>): string {
  if (fallback === null) return optional ? 'not set' : '**required**';
  return fallback === '' ? 'empty' : `\`${fallback}\``;
}
