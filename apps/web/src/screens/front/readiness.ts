// Pure: what an answer of /health/ready means to a person, and since when this page has seen it.

export type Situation = 'ready' | 'degraded' | 'starting' | 'unready' | 'stopping' | 'unreachable';
export type ServiceName = 'api' | 'database' | 'queue';
export type ServiceState = 'up' | 'waiting' | 'down' | 'unknown';

export interface Reading {
  situation: Situation;
  services: Record<ServiceName, ServiceState>;
}
export interface Check extends Reading {
  at: number;
  tookMs: number;
}
export interface Watched {
  state: ServiceState;
  since: number;
  /** Seen like this by the very first check: it may have been so for longer. */
  sinceFirstCheck: boolean;
}
export interface Watch {
  services: Record<ServiceName, Watched>;
  checks: Check[];
}

export const serviceNames: readonly ServiceName[] = ['api', 'database', 'queue'];
export const keptChecks = 20;

const dependencyOf: Record<Exclude<ServiceName, 'api'>, string> = { database: 'postgres', queue: 'redis' };
const verdicts: readonly Situation[] = ['ready', 'degraded', 'starting', 'unready', 'stopping'];

const unreachable: Reading = { situation: 'unreachable', services: { api: 'down', database: 'unknown', queue: 'unknown' } };

/** Anything that is not the API's own answer (no network, a proxy's error page) counts as unreachable. */
export function read(body: unknown): Reading {
  if (!isObject(body) || !isObject(body['dependencies'])) return unreachable;
  const { dependencies } = body;
  const situation = verdicts.find((verdict) => verdict === (body['verdict'] ?? body['status']));
  if (!situation) return unreachable;
  const stateOf = (service: keyof typeof dependencyOf): ServiceState => {
    const state = dependencies[dependencyOf[service]];
    return state === 'up' || state === 'down' ? state : 'unknown';
  };
  const serves = situation === 'ready' || situation === 'degraded';
  return { situation, services: { api: serves ? 'up' : 'waiting', database: stateOf('database'), queue: stateOf('queue') } };
}

export function watch(before: Watch | null, check: Check): Watch {
  const follow = (name: ServiceName): Watched => {
    const known = before?.services[name];
    const state = check.services[name];
    if (known?.state === state) return known;
    return { state, since: check.at, sinceFirstCheck: !known };
  };
  return {
    services: { api: follow('api'), database: follow('database'), queue: follow('queue') },
    checks: [...(before?.checks ?? []), check].slice(-keptChecks),
  };
}

/** Calm while it answers; after failures it asks sooner at first, then less and less often. */
export function pauseBeforeNext(checks: readonly Check[]): number {
  const failures = checks.length - 1 - checks.findLastIndex(({ situation }) => situation !== 'unreachable');
  return failures === 0 ? 5_000 : Math.min(2_000 * 2 ** (failures - 1), 30_000);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
