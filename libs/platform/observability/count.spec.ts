import { count } from './count.js';
import { scrape } from './metrics.js';

describe('Business counters', () => {
  it('count what happened by module', async () => {
    count('sales.contacts.created');
    count('sales.contacts.created', 2);
    expect(await scrape()).toContain('tessera_business_total{module="sales",event="contacts.created"} 3');
  });

  it.each(['sales', 'Sales.contacts.created', 'sales.contacts.0193aaaa', 'a.b.c.d', 'sales.contacts.created\n'])('refuse %j for a name', (name) => {
    expect(() => count(name)).toThrow('write it as module.noun.verb');
  });

  it('stay bounded when somebody counts by something that grows', async () => {
    for (let n = 0; n < 1_000; n += 1) count(`load.${'x'.repeat(1 + (n % 40))}.${'y'.repeat(1 + Math.floor(n / 40))}`);
    const series = (await scrape()).split('\n').filter((line) => line.startsWith('tessera_business_total'));
    expect(series.length).toBeLessThanOrEqual(501);
    expect(series.some((line) => line.includes('module="other"'))).toBe(true);
  });
});
