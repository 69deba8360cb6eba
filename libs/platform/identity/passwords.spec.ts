import { Unavailable } from '#kernel/pipeline/problem.js';
import { Passwords } from './passwords.js';

const passwords = new Passwords();
const LONG = 'correct horse battery staple '.repeat(6);

describe('Passwords', () => {
  it('keeps a password as a versioned bcrypt hash of cost 12, another one each time', async () => {
    const [one, two] = await Promise.all([passwords.hash('tessera-demo'), passwords.hash('tessera-demo')]);
    expect(one).toMatch(/^v1\$\$2b\$12\$[./A-Za-z0-9]{53}$/);
    expect(two).not.toBe(one);
    expect(await passwords.matches('tessera-demo', one)).toBe(true);
    expect(await passwords.matches('tessera-demp', one)).toBe(false);
  });

  it('counts every character, where bcrypt alone stops at 72 bytes or at a zero byte', async () => {
    const long = await passwords.hash(`${LONG}a`);
    expect(await passwords.matches(`${LONG}b`, long)).toBe(false);
    const zero = await passwords.hash('seven-to-a\u0000b');
    expect(await passwords.matches('seven-to-a\u0000c', zero)).toBe(false);
  });

  it.each([
    ['sh0rt', [], 'length'], ['password1', [], 'common'], ['QwertyUiop', [], 'common'], ['1234567890', [], 'common'], ['Tessera2026!', [], 'own'], ['Anna.Schmidt-1990', ['Anna Schmidt'], 'own'], ['annaschmidt77', ['anna.schmidt@firma.example'], 'own'],
  ])('refuses %s as a new password', async (password, words, rule) => {
    await expect(passwords.hash(password, words)).rejects.toMatchObject({ errors: [{ at: 'password', rule }] });
  });

  it('takes a letter with its accent in whichever way it was typed', async () => {
    const hash = await passwords.hash('quiet-cafe\u0301');
    expect(await passwords.matches('quiet-caf\u00e9', hash)).toBe(true);
  });

  it('does the same work for nobody, for an unknown version and for a broken hash, and lets none of them in', async () => {
    const real = await passwords.hash('tessera-demo');
    const [known, ...others] = await Promise.all([real, null, 'v0$whatever', real.slice(3)].map((hash) => timed(() => passwords.matches('y', hash))));
    for (const { ms, result } of others) {
      expect(result).toBe(false);
      expect(ms).toBeGreaterThan(known!.ms / 5);
    }
  });

  it('works beside the event loop, which goes on turning', async () => {
    let turns = 0;
    const timer = setInterval(() => (turns += 1), 5);
    await passwords.hash('tessera-demo');
    clearInterval(timer);
    expect(turns).toBeGreaterThan(5);
  });

  it('refuses the hundredth at once instead of letting everybody wait', async () => {
    const outcomes = await Promise.allSettled(Array.from({ length: 100 }, () => new Busy().matches()));
    expect(outcomes.filter(({ status }) => status === 'rejected')).toHaveLength(38);
    expect(outcomes.find(({ status }) => status === 'rejected')).toMatchObject({ reason: expect.any(Unavailable) });
  });
});

/** The same queue, without the work. */
class Busy {
  private static readonly queue = new Passwords() as unknown as { inTurn(work: () => Promise<boolean>): Promise<boolean> };

  matches(): Promise<boolean> {
    return Busy.queue.inTurn(() => new Promise((resolve) => setTimeout(resolve, 1, true)));
  }
}

async function timed<T>(work: () => Promise<T>): Promise<{ ms: number; result: T }> {
  const started = performance.now();
  const result = await work();
  return { ms: performance.now() - started, result };
}
