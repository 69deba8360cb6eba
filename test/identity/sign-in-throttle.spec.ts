import { vi } from 'vitest';
import { randomBytes } from 'node:crypto';
import type { LightMyRequestResponse } from 'fastify';
import { Redis } from 'ioredis';
import { Passwords } from '#platform/identity/passwords.js';
import { SignInThrottle } from '#platform/identity/sign-in-throttle.js';
import { TwoTenants } from '#test/worlds/two-tenants.js';

const PASSWORD = 'a long enough password';
/** Other tests sign in at the same Redis: nobody there has these addresses. */
const MARK = randomBytes(4).toString('hex');
const OWNER = `owner-${MARK}@tenant-a.test`;
let world: TwoTenants;
let places = randomBytes(2).readUInt16BE();

beforeAll(async () => {
  world = await TwoTenants.create();
  // Counting is tried here, not hashing, which takes its time on purpose.
  vi.spyOn(world.get(Passwords), 'matches').mockImplementation((password, hash) => Promise.resolve(hash === password));
  await world.platform((platform) => platform.query({ text: 'UPDATE account SET password_hash = $2, email = $3 WHERE id = $1', values: [world.organizations.A.accounts.owner, PASSWORD, OWNER] }));
});
afterAll(() => world.close());

function freshPlace(): string {
  places = (places + 1) % 65_536;
  return `10.2.${places >> 8}.${places & 255}`;
}

function attempt(email: string, password: string, remoteAddress: string, headers: Record<string, string> = {}): Promise<LightMyRequestResponse> {
  return world.as('A', 'anon').post('/api/v1/auth/sign-in', { email, password }, { remoteAddress, headers });
}

async function failuresUntilThrottled(next: (n: number) => Promise<LightMyRequestResponse>, most: number): Promise<{ failures: number; refused: LightMyRequestResponse | null }> {
  for (let n = 0; n < most; n += 1) {
    const response = await next(n);
    if (response.statusCode === 429) return { failures: n, refused: response };
    expect(response.statusCode).toBe(401);
  }
  return { failures: most, refused: null };
}

describe('S32 Throttling of sign-in', () => {
  it('stops whoever guesses at one account from one place, whatever they vary, and says when to come back', async () => {
    const place = freshPlace();
    const variants = ['guess', 'GUESS', ' guess', 'Guess'].map((name) => `${name}-${MARK}@Tenant-A.test${name === 'Guess' ? ' ' : ''}`);
    const { failures, refused } = await failuresUntilThrottled((n) => attempt(variants[n % 4]!, `wrong ${n}`, place, { 'x-forwarded-for': `1.2.3.${n}`, 'x-real-ip': `1.2.4.${n}` }), 10);
    expect(failures).toBe(5);
    expect(Number(refused!.headers['retry-after'])).toBeGreaterThanOrEqual(1);
    expect(refused!.body).not.toContain('guess');
  });

  it('counts one network of IPv6 as one place', async () => {
    const network = `2001:db8:${randomBytes(2).toString('hex')}:1`;
    expect((await failuresUntilThrottled((n) => attempt(`guess6-${MARK}@tenant-a.test`, 'wrong', `${network}::${n + 1}`), 10)).failures).toBe(5);
  });

  it('throttles an unknown address exactly as one that is known', async () => {
    const [known, unknown] = await Promise.all([OWNER, `nobody-${MARK}@tenant-a.test`].map((email) => {
      const place = freshPlace();
      return failuresUntilThrottled(() => attempt(email, 'wrong', place), 10);
    }));
    expect(known!.failures).toBe(unknown!.failures);
  });

  it('asks for longer waits the longer the guessing goes on', async () => {
    const throttle = world.get(SignInThrottle);
    const place = freshPlace();
    const waits: number[] = [];
    // Where the minute ends is Redis's business; an hour of guessing is played here by using up what an hour allows.
    for (let n = 0; n < 30; n += 1) {
      await throttle.admit(`hour-${MARK}@tenant-a.test`, place, true).catch((error: { retryAfterSeconds: number }) => waits.push(error.retryAfterSeconds));
      if (n % 5 === 4) await forgetMinute(place);
    }
    expect(waits.length).toBeGreaterThan(5);
    expect(Math.max(...waits)).toBeGreaterThan(60);
    expect(Math.max(...waits)).toBeLessThanOrEqual(180);
  });

  it('gives back what succeeded: signing in often is not guessing', async () => {
    const place = freshPlace();
    for (let n = 0; n < 7; n += 1) expect((await attempt(OWNER, PASSWORD, place)).statusCode).toBe(200);
  });

  it('does not let strangers elsewhere lock somebody out of the place they last signed in from', async () => {
    const home = freshPlace();
    expect((await attempt(OWNER, PASSWORD, home)).statusCode).toBe(200);
    const { failures } = await failuresUntilThrottled(() => attempt(OWNER, 'wrong', freshPlace()), 30);
    expect(failures).toBeLessThanOrEqual(20);
    expect((await attempt(OWNER, PASSWORD, freshPlace())).statusCode).toBe(429);
    expect((await attempt(OWNER, PASSWORD, home)).statusCode).toBe(200);
  });
});

describe('S32 Throttling of an organisation', () => {
  it('stops one password that is tried on everybody from everywhere, for seconds, and not those who are at their usual place', async () => {
    const throttle = world.get(SignInThrottle);
    const domain = `${MARK}.example`;
    const wait = async (n: number, isUsual = false): Promise<number> => throttle.admit(`person${n}@${domain}`, freshPlace(), isUsual).then(() => 0, (error: { retryAfterSeconds: number }) => error.retryAfterSeconds);
    const began = Date.now();
    const waits: number[] = [];
    for (let n = 0; n < 400; n += 20) waits.push(...(await Promise.all(Array.from({ length: 20 }, (_, more) => wait(n + more)))));
    expect(waits.filter((seconds) => seconds === 0).length).toBeLessThanOrEqual(301 + ((Date.now() - began) / 1_000) * 5);
    expect(waits.some((seconds) => seconds > 0)).toBe(true);
    expect(Math.max(...waits)).toBeLessThanOrEqual(2);
    expect(await wait(999, true)).toBe(0);
  });
});

/** As if a minute had passed. */
async function forgetMinute(place: string): Promise<void> {
  const redis = new Redis(process.env.TEST_REDIS_URL!);
  const keys = await redis.keys(`rate:sign-in:*:${place}:1`);
  if (keys.length) await redis.del(...keys);
  await redis.quit();
}
