import { inspect } from 'node:util';
import { malformed } from './parsers.js';
import { variables, type Variable } from './variables.js';

type Variables = typeof variables;
type Value<V> = V extends Variable<infer T, infer Optional> ? (Optional extends true ? T | null : T) : never;
type Values = { readonly [K in keyof Variables]: Value<Variables[K]> };
type Key = keyof Variables;

const keys = Object.keys(variables) as Key[];
const TypedValues = class {} as new () => Values;

/** All of the configuration, typed, checked and frozen. Inject it by its class; nothing else reads the environment. */
export class Config extends TypedValues {
  /** An optional variable that the work at hand cannot do without. */
  needed<K extends Key>(key: K): NonNullable<Values[K]> {
    const value = this[key];
    if (value === null) throw new ConfigError([missing(variables[key])]);
    return value as NonNullable<Values[K]>;
  }

  /** Safe to log: secrets are hidden. */
  toJSON(): Record<string, unknown> {
    return Object.fromEntries(keys.map((key) => [key, variables[key].secret && this[key] !== null ? '(secret)' : this[key]]));
  }

  [inspect.custom](): Record<string, unknown> {
    return this.toJSON();
  }
}

export class ConfigError extends Error {
  override readonly name = 'ConfigError';

  constructor(readonly problems: readonly string[]) {
    super(`The configuration is not complete:\n${problems.map((problem) => `  - ${problem}`).join('\n')}\nEvery variable is described in .env.example.`);
  }
}

/** Reads every variable and reports all problems at once. An empty variable counts as not set. */
export function loadConfig(env: Readonly<Record<string, string | undefined>> = process.env): Config {
  const problems: string[] = [];
  const values: Partial<Record<Key, unknown>> = {};
  for (const key of keys) {
    const { parsed, problem } = read(variables[key], env);
    if (problem) problems.push(problem);
    values[key] = parsed;
  }
  if (values.nodeEnv === 'production') problems.push(...unfitForProduction(values, env));
  problems.push(...sharedKeys(env));
  if (problems.length > 0) throw new ConfigError(problems);
  return Object.freeze(Object.assign(new Config(), values));
}

function read(variable: Variable<unknown>, env: Readonly<Record<string, string | undefined>>): { parsed: unknown; problem?: string } {
  const given = env[variable.name]?.trim() || variable.fallback;
  if (given === null || given === undefined) return variable.optional ? { parsed: null } : { parsed: null, problem: missing(variable) };
  const parsed = variable.parser.parse(given);
  return parsed === malformed ? { parsed: null, problem: `${variable.name} is malformed: expected ${variable.parser.expected}.` } : { parsed };
}

function missing(variable: Variable<unknown>): string {
  return `${variable.name} is missing: expected ${variable.parser.expected}. ${variable.say}`;
}

function unfitForProduction(values: Partial<Record<Key, unknown>>, env: Readonly<Record<string, string | undefined>>): string[] {
  const problems = keys
    .map((key) => variables[key])
    .filter((each) => each.secret && each.parser !== variables.redisUrl.parser && each.example !== '' && env[each.name]?.trim() === each.example)
    .map((each) => `${each.name} is the example of .env.example, which everybody knows: production needs one of its own.`);
  if (values.demoMode === true) problems.push('DEMO_MODE is true: production refuses the demo world. Unset it.');
  if ((values.outboundHosts as readonly string[] | undefined)?.length) problems.push('OUTBOUND_HOSTS is set: production reaches nothing that is not public. Unset it.');
  if (values.mailFolder) problems.push('MAIL_FOLDER is set: production does not put mails into a folder. Unset it, and name a mail server in MAIL_URL.');
  return problems;
}

/** One leaked key must not open two locks. */
function sharedKeys(env: Readonly<Record<string, string | undefined>>): string[] {
  const names = ['SCOPE_SEAL_KEY', 'ENCRYPTION_KEY', 'COOKIE_SECRET'].filter((name) => env[name]);
  const distinct = new Set(names.map((name) => env[name]?.trim().toLowerCase()));
  return distinct.size === names.length ? [] : [`${names.join(', ')} must differ from each other: make each one with openssl rand -hex 32.`];
}
