import { vi } from 'vitest';
import { setTimeout as sleep } from 'node:timers/promises';
import { Passwords } from '#platform/identity/passwords.js';
import { TwoTenants, type Person } from '#test/worlds/two-tenants.js';
import { ask, freshPlace } from './people.js';

const PEOPLE: Person[] = ['owner', 'admin', 'manager', 'rep', 'otherRep', 'marketing', 'support', 'viewer'];
const PAIRS = 160;
let world: TwoTenants;

beforeAll(async () => {
  world = await TwoTenants.create();
  // Hashing takes the same quarter of a second for all; what is tried here is what it might hide.
  vi.spyOn(world.get(Passwords), 'matches').mockImplementation(() => Promise.resolve(false));
});
afterAll(() => world.close());

async function attempt(email: string): Promise<{ ms: number; seen: string }> {
  const remoteAddress = freshPlace();
  const started = performance.now();
  const { statusCode, headers, body } = await world.as('A', 'anon').post('/api/v1/auth/sign-in', { email, password: 'wrong' }, { remoteAddress });
  const ms = performance.now() - started;
  const { requestId: _requestId, ...problem } = JSON.parse(body) as Record<string, unknown>;
  return { ms, seen: JSON.stringify([statusCode, Object.keys(headers).sort(), problem]) };
}

it('S31 tells by answer and by time nothing of whether an address is known', async () => {
  const known: number[] = [];
  const unknown: number[] = [];
  const seen = new Set<string>();
  for (let n = 0; n < PAIRS; n += 1) {
    const tenant = n % 2 ? 'a' : 'b';
    const person = PEOPLE[(n >> 1) % PEOPLE.length]!.toLowerCase();
    const pair: [number[], string][] = [[known, `${person}@tenant-${tenant}.test`], [unknown, `nobody${n}@tenant-${tenant}.test`]];
    for (const [times, email] of n % 4 < 2 ? pair : pair.reverse()) {
      const answer = await attempt(email);
      times.push(answer.ms);
      seen.add(answer.seen);
      // What is written afterwards must not be in the way of the next.
      await sleep(8);
    }
  }
  expect(seen.size).toBe(1);
  expect(differ(known, unknown)).toBeLessThan(3.3);
  expect(await ask(world, `SELECT 1 FROM account_event WHERE what = 'sign-in-failed'`)).toHaveLength(2 * PAIRS);
}, 60_000);

/** Mann-Whitney: how many standard deviations the ranks of one lie off the middle. Beyond 3.3, chance explains it once in a thousand times. */
function differ(one: readonly number[], two: readonly number[]): number {
  const ranked = [...one.map((ms) => ({ ms, first: true })), ...two.map((ms) => ({ ms, first: false }))].sort((a, b) => a.ms - b.ms);
  const sum = ranked.reduce((total, { first }, rank) => total + (first ? rank + 1 : 0), 0);
  const [m, n] = [one.length, two.length];
  return Math.abs((sum - (m * (m + 1)) / 2 - (m * n) / 2) / Math.sqrt((m * n * (m + n + 1)) / 12));
}
