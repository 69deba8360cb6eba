import { EventEmitter, once } from 'node:events';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setImmediate, setTimeout } from 'node:timers/promises';
import { currentOrganizationId } from '#kernel/tenancy/scope.js';
import { inOrganization, type Tenancy } from '#kernel/tenancy/tenancy.js';
import { MACHINERY } from '#test/worlds/rows.js';
import { organizationId, TestDatabase } from '#test/worlds/database.js';

let database: TestDatabase;
let tenancy: Tenancy;

beforeAll(async () => {
  database = await TestDatabase.create();
  tenancy = database.tenancy({ max: 1 });
});

afterAll(() => database.drop());

const detours: (() => Promise<unknown>)[] = [
  () => setTimeout(Math.random() * 5),
  () => setImmediate(),
  () => pipeline(Readable.from(['a', 'b']), async (chunks) => { for await (const chunk of chunks) void chunk; }),
  () => {
    const emitter = new EventEmitter();
    process.nextTick(() => emitter.emit('done'));
    return once(emitter, 'done');
  },
  () => Promise.all([1, 2, 3].map((ms) => setTimeout(ms))),
];

/** What the database believes the tenant is, asked in one round trip and inside a longer transaction. */
async function tenantOfDatabase(): Promise<string[]> {
  const statement = { name: 'test.tenant', text: 'SELECT current_org() AS tenant' };
  const [alone] = await tenancy.read<{ tenant: string }>(statement);
  const inside = await tenancy.transaction(async (transaction) => {
    await setImmediate();
    const [first] = await transaction.query<{ tenant: string }>(statement);
    await setTimeout(Math.random() * 2);
    const [second] = await tenancy.read<{ tenant: string }>(statement);
    return [first!.tenant, second!.tenant];
  });
  return [alone!.tenant, ...inside];
}

describe('T03 the scope follows the work', () => {
  it('through 500 interleaved requests of 50 tenants over a pool of one', async () => {
    const mixedUp: string[] = [];
    await Promise.all(
      Array.from({ length: 500 }, (_, n) => {
        const expected = organizationId(n % 50);
        return inOrganization(expected, MACHINERY, async () => {
          for (let step = 0; step < 3; step += 1) {
            await detours[Math.floor(Math.random() * detours.length)]!();
            const seen = [currentOrganizationId(), ...(await tenantOfDatabase())];
            if (seen.some((tenant) => tenant !== expected)) mixedUp.push(`${expected}: ${seen.join(', ')}`);
          }
        });
      }),
    );
    expect(mixedUp).toEqual([]);
  });
});
