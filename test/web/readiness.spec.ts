import { keptChecks, pauseBeforeNext, read, watch, type Check, type Watch } from '../../apps/web/src/screens/front/readiness.js';
import { healthy, withoutDatabase, withoutQueue, type FakeHealth } from './serve-web.js';

const bodyOf = (health: FakeHealth) => (typeof health === 'string' ? null : health.body);
const check = (health: FakeHealth, at: number): Check => ({ ...read(bodyOf(health)), at, tookMs: 1 });

describe('What an answer of /health/ready means', () => {
  it('is that all is well', () => expect(read(bodyOf(healthy))).toEqual({ situation: 'ready', services: { api: 'up', database: 'up', queue: 'up' } }));
  it('is that the API serves without its queue', () => expect(read(bodyOf(withoutQueue))).toEqual({ situation: 'degraded', services: { api: 'up', database: 'up', queue: 'down' } }));
  it('is that the API waits for its database', () => expect(read(bodyOf(withoutDatabase))).toEqual({ situation: 'unready', services: { api: 'waiting', database: 'down', queue: 'up' } }));

  it('is unknown about a dependency the answer does not name', () => {
    expect(read({ status: 'ready', dependencies: { postgres: 'up' } }).services.queue).toBe('unknown');
  });

  it.each([null, 'up', [], {}, { status: 'ready' }, { status: 'fine', dependencies: {} }, { status: 502, dependencies: null }])('is nothing when somebody else answers: %j', (body) => {
    expect(read(body)).toEqual({ situation: 'unreachable', services: { api: 'down', database: 'unknown', queue: 'unknown' } });
  });
});

describe('Since when', () => {
  it('counts from the check that first saw it, and says when nothing was seen before', () => {
    const seen = [check(healthy, 1), check(healthy, 2), check(withoutQueue, 3), check(withoutQueue, 4)].reduce<Watch | null>(watch, null)!;
    expect(seen.services.database).toEqual({ state: 'up', since: 1, sinceFirstCheck: true });
    expect(seen.services.queue).toEqual({ state: 'down', since: 3, sinceFirstCheck: false });
  });

  it('keeps the last checks only', () => {
    const seen = Array.from({ length: keptChecks + 5 }, (_, at) => check(healthy, at)).reduce<Watch | null>(watch, null)!;
    expect(seen.checks).toHaveLength(keptChecks);
    expect(seen.checks.at(-1)?.at).toBe(keptChecks + 4);
  });
});

describe('The pause before the next check', () => {
  const after = (failures: number) => pauseBeforeNext([check(healthy, 0), ...Array.from({ length: failures }, (_, at) => check('refuse', at))]);

  it('is short after a failure, then longer, never longer than half a minute', () => {
    expect([after(0), after(1), after(2), after(3), after(5), after(12)]).toEqual([5_000, 2_000, 4_000, 8_000, 30_000, 30_000]);
  });

  it('counts failures from the beginning when nothing ever answered', () => {
    expect(pauseBeforeNext([check('refuse', 0), check('refuse', 1)])).toBe(4_000);
  });
});
