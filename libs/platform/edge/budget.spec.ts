import { vi } from 'vitest';
import { Budgets, tighter, type Budget } from './budget.js';
import { addressKey } from './rate-limit.js';
import { ProcessTokenStore, type Rule, type Taken, type TokenStore } from './token-store.js';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

class CountingStore implements TokenStore {
  calls = 0;
  private readonly store = new ProcessTokenStore();

  take(key: string, rule: Rule, wanted: number, returned: number): Promise<Taken> {
    this.calls += 1;
    return this.store.take(key, rule, wanted, returned);
  }
}

async function chargeMany(budgets: Budgets, times: number, key = 'k'): Promise<Budget[]> {
  const answers: Budget[] = [];
  for (let n = 0; n < times; n += 1) answers.push(await budgets.charge(key));
  return answers;
}

const admitted = (answers: Budget[]): number => answers.filter(({ retryAfterSeconds }) => retryAfterSeconds === 0).length;

describe('Budgets', () => {
  it('admit exactly the limit at once, then say when to come back', async () => {
    const answers = await chargeMany(new Budgets(new ProcessTokenStore(), { limit: 60 }), 100);
    expect(admitted(answers)).toBe(60);
    expect(answers.slice(0, 3).map(({ remaining }) => remaining)).toEqual([59, 58, 57]);
    expect(answers[99]).toMatchObject({ limit: 60, remaining: 0, retryAfterSeconds: 1 });
  });

  it('admit exactly the limit when all come together', async () => {
    const budgets = new Budgets(new ProcessTokenStore(), { limit: 60 });
    expect(admitted(await Promise.all(Array.from({ length: 200 }, async () => budgets.charge('k'))))).toBe(60);
  });

  it('refill evenly', async () => {
    const budgets = new Budgets(new ProcessTokenStore(), { limit: 60 });
    await chargeMany(budgets, 60);
    vi.advanceTimersByTime(10_000);
    expect(admitted(await chargeMany(budgets, 60))).toBe(10);
    vi.advanceTimersByTime(3_600_000);
    expect(admitted(await chargeMany(budgets, 100))).toBe(60);
  });

  it('share one limit among processes, leases and all', async () => {
    const store = new ProcessTokenStore();
    const processes = [new Budgets(store, { limit: 1_000 }), new Budgets(store, { limit: 1_000 })];
    let total = 0;
    for (let round = 0; round < 400; round += 1) for (const budgets of processes) total += admitted(await chargeMany(budgets, 2));
    expect(total).toBeLessThanOrEqual(1_000);
    expect(total).toBeGreaterThan(900);
  });

  it('give back what a lease did not use', async () => {
    const store = new ProcessTokenStore();
    const budgets = new Budgets(store, { limit: 1_000 });
    await chargeMany(budgets, 100);
    vi.advanceTimersByTime(1_500);
    const { remaining } = (await chargeMany(budgets, 1))[0]!;
    expect(remaining).toBe(1_000 - 101 + 25);
  });

  it('ask the store seldom for a busy caller', async () => {
    const store = new CountingStore();
    await chargeMany(new Budgets(store, { limit: 10_000 }), 5_000);
    expect(store.calls).toBeLessThan(30);
  });

  it('do not ask the store while a caller is refused', async () => {
    const store = new CountingStore();
    const budgets = new Budgets(store, { limit: 6 });
    await chargeMany(budgets, 10);
    const { calls } = store;
    await chargeMany(budgets, 1_000);
    expect(store.calls).toBe(calls);
  });

  it('stay small under a flood of keys', async () => {
    const budgets = new Budgets(new ProcessTokenStore(100), { limit: 10 }, 100);
    for (let n = 0; n < 1_000; n += 1) await budgets.charge(`k${n}`);
    expect(Reflect.get(budgets, 'leases')).toHaveProperty('size', expect.any(Number));
    expect((Reflect.get(budgets, 'leases') as Map<string, unknown>).size).toBeLessThanOrEqual(100);
  });

  it('show the one that stops the caller first', () => {
    const budget = (limit: number, remaining: number, retryAfterSeconds = 0): Budget => ({ limit, remaining, resetSeconds: 1, retryAfterSeconds });
    expect(tighter(budget(100, 90), budget(1_000, 100))).toMatchObject({ limit: 1_000 });
    expect(tighter(budget(100, 1), budget(1_000, 0, 5))).toMatchObject({ limit: 1_000, retryAfterSeconds: 5 });
  });
});

describe('Addresses', () => {
  it.each([
    ['203.0.113.9', '203.0.113.9'],
    ['::ffff:203.0.113.9', '203.0.113.9'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:DB8:1:2::99', '2001:db8:1:2::/64'],
    ['2001:0db8:0001:0002:ffff::', '2001:db8:1:2::/64'],
    ['::1', '0:0:0:0::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
  ])('%s counts as %s', (address, key) => {
    expect(addressKey(address)).toBe(key);
  });
});
