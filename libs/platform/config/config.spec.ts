import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { Config, ConfigError, loadConfig } from './config.js';
import { envExample } from './env-example.js';
import { variables } from './variables.js';

const root = join(import.meta.dirname, '../../../..');
const example = Object.fromEntries(Object.values(variables).map(({ name, example: value }) => [name, value]));
const production = {
  NODE_ENV: 'production',
  DATABASE_APP_URL: 'postgres://crm_app:x@db/crm',
  DATABASE_PLATFORM_URL: 'postgres://crm_platform:x@db/crm',
  REDIS_URL: 'redis://redis:6379',
  SCOPE_SEAL_KEY: 'ab'.repeat(32),
  ENCRYPTION_KEY: 'bc'.repeat(32),
  COOKIE_SECRET: 'cd'.repeat(32),
};

function problemsOf(env: Record<string, string>): readonly string[] {
  try {
    loadConfig(env);
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
}

describe('Configuration', () => {
  it('reads the example as it stands, typed and frozen', () => {
    const config = loadConfig(example);
    expect(config).toBeInstanceOf(Config);
    expect(config.port).toBe(3000);
    expect(config.scopeSealKey).toHaveLength(32);
    expect(config.trustedProxies).toEqual([]);
    expect(config.webRoot).toBeNull();
    expect(config.rateLimits).toEqual({ organization: 12000, actor: 3000, address: 1200 });
    expect(Object.isFrozen(config)).toBe(true);
  });

  it('names every missing and malformed variable at once, and what is expected', () => {
    const problems = problemsOf({ ...example, PORT: 'http', REDIS_URL: '', SCOPE_SEAL_KEY: 'short', LOG_LEVEL: 'loud', TRUSTED_PROXIES: '10.0.0.0/8,10.0.0.0/33' });
    expect(problems).toHaveLength(5);
    expect(problems).toContain('PORT is malformed: expected a whole number from 0 to 65535.');
    expect(problems.find((problem) => problem.startsWith('REDIS_URL is missing'))).toContain('redis://');
    expect(problems.find((problem) => problem.startsWith('SCOPE_SEAL_KEY is malformed'))).toContain('64 hexadecimal digits');
    expect(problems.find((problem) => problem.startsWith('LOG_LEVEL is malformed'))).toContain('one of fatal, error');
  });

  it.each([
    ['PUBLIC_URL', 'https://crm.example.com/path'],
    ['CORS_ORIGINS', '*'],
    ['CORS_ORIGINS', 'https://a.example,null'],
    ['DATABASE_APP_URL', 'mysql://db/crm'],
    ['TRUSTED_PROXIES', 'proxy.local'],
    ['MODULES', 'sales,../etc'],
    ['RATE_LIMITS', 'organization=0,actor=1,address=1'],
  ])('refuses %s=%s', (name, value) => {
    expect(problemsOf({ ...example, [name]: value })).toEqual([expect.stringContaining(`${name} is malformed`)]);
  });

  it('never repeats a malformed value, which may be a secret', () => {
    expect(problemsOf({ ...example, ENCRYPTION_KEY: 'hunter2' }).join()).not.toContain('hunter2');
  });

  it('lets a production process start with its own secrets and without the addresses that only the console needs', () => {
    expect(problemsOf(production)).toEqual([]);
    expect(() => loadConfig(production).needed('databaseOwnerUrl')).toThrow('DATABASE_OWNER_URL is missing');
  });

  it('refuses the demo world and every example secret in production', () => {
    expect(problemsOf({ ...production, DEMO_MODE: 'true' })).toEqual([expect.stringContaining('DEMO_MODE')]);
    for (const { name, secret, example: known } of Object.values(variables)) {
      if (!secret || !known || name === 'REDIS_URL') continue;
      expect(problemsOf({ ...production, [name]: known })).toEqual([expect.stringContaining(`${name} is the example`)]);
    }
  });

  it('refuses one key for two purposes', () => {
    expect(problemsOf({ ...production, COOKIE_SECRET: production.ENCRYPTION_KEY })).toEqual([expect.stringContaining('must differ')]);
  });

  it('hides its secrets from logs', () => {
    const config = loadConfig(production);
    for (const shown of [JSON.stringify(config), inspect(config)]) {
      expect(shown).not.toContain(production.DATABASE_APP_URL);
      expect(shown).not.toContain(production.SCOPE_SEAL_KEY);
      expect(shown).toContain('(secret)');
    }
  });

  it('is what .env.example shows, word for word', () => {
    expect(readFileSync(join(root, '.env.example'), 'utf8')).toBe(envExample());
  });

  it('is the only reader of the environment', () => {
    const readers = ['libs', 'apps/api']
      .flatMap((folder) => readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((file) => join(folder, file)))
      .filter((file) => file.endsWith('.ts') && !file.endsWith('.spec.ts'))
      .filter((file) => readFileSync(join(root, file), 'utf8').includes('process.env'));
    expect(readers).toEqual(['libs/platform/config/config.ts']);
  });
});
