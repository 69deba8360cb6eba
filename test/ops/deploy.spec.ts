import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadConfig } from '#platform/config/config.js';
import { variables } from '#platform/config/variables.js';

const root = join(import.meta.dirname, '../../..');
const compose = readFileSync(join(root, 'docker-compose.yml'), 'utf8');
const known = new Set<string>(Object.values(variables).map(({ name }) => name));
const OTHERS = ['HEALTH_PORT', 'POSTGRES_DB', 'POSTGRES_PASSWORD', 'REDISCLI_AUTH', 'PUBLIC_SCHEME', 'PROXY_IN_FRONT'];

describe('docker-compose.yml', () => {
  const set = [...compose.matchAll(/^ +([A-Z][A-Z_]+): (.*)$/gm)].map(([, name = '', value = '']) => ({ name, value }));

  it('sets only variables that exist', () => {
    expect(set.length).toBeGreaterThan(15);
    expect(set.map(({ name }) => name).filter((name) => !known.has(name) && !OTHERS.includes(name))).toEqual([]);
  });

  it('holds no secret: each must be given', () => {
    const secrets = new Set(Object.values(variables).filter(({ secret, optional }) => secret && !optional).map(({ name }) => name));
    const needed = set.filter(({ name }) => secrets.has(name) || name.endsWith('PASSWORD') || name.endsWith('AUTH'));
    expect(needed.length).toBeGreaterThan(7);
    for (const { name, value } of needed) expect(`${name}: ${value}`).toMatch(/\$\{[A-Z_]+:\?is missing/);
  });

  it('gets from new-environment.mjs all that it asks for, fit for production', () => {
    const given = Object.fromEntries(execFileSync(process.execPath, [join(root, 'deploy/new-environment.mjs')], { encoding: 'utf8' }).trim().split('\n').map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]));
    const asked = new Set([...compose.matchAll(/\$\{([A-Z_]+):\?/g)].map(([, name = '']) => name));
    expect([...asked].filter((name) => !given[name])).toEqual([]);
    const address = (role: string, password = ''): string => `postgres://${role}:${password}@postgres:5432/tessera`;
    const config = loadConfig({
      ...given,
      NODE_ENV: 'production',
      DATABASE_APP_URL: address('crm_app', given['CRM_APP_PASSWORD']),
      DATABASE_PLATFORM_URL: address('crm_platform', given['CRM_PLATFORM_PASSWORD']),
      REDIS_URL: `redis://:${given['REDIS_PASSWORD']}@valkey:6379`,
    });
    expect(config.nodeEnv).toBe('production');
  });
});
