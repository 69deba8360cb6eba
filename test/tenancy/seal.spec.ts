import { anonymousScope, runInScope } from '#kernel/tenancy/scope.js';
import { inOrganization, type PlatformDatabase, type Tenancy } from '#kernel/tenancy/tenancy.js';
import { keep, keepStatement, keys, MACHINERY } from '#test/worlds/rows.js';
import { organizationId, TestDatabase, testSeal } from '#test/worlds/database.js';

const [A, B] = [organizationId(1), organizationId(2)];
let database: TestDatabase;
let tenancy: Tenancy;
let platform: PlatformDatabase;

beforeAll(async () => {
  database = await TestDatabase.create();
  tenancy = database.tenancy();
  platform = database.platform();
  await keep(tenancy, A, 'of A');
  await keep(tenancy, B, 'of B');
});

afterAll(() => database.drop());

describe('The sealed scope', () => {
  it('shows an organisation its own rows and no others, with no WHERE at all', async () => {
    expect(await keys(tenancy, A)).toEqual(['of A']);
    expect(await keys(tenancy, B)).toEqual(['of B']);
  });

  it('refuses to write a row of another organisation', async () => {
    const write = inOrganization(A, MACHINERY, () => tenancy.transaction((tx) => tx.query(keepStatement(B, 'smuggled'))));
    await expect(write).rejects.toThrow('row-level security');
    expect(await keys(tenancy, B)).toEqual(['of B']);
  });

  it.each([
    ['the id of another organisation with a made-up seal', () => `${B}.${'0'.repeat(64)}`],
    ['the id of another organisation with its own seal', () => `${B}.${testSeal().of(A).slice(37)}`],
    ['the id alone', () => B],
    ['nothing', () => ''],
  ])('S11 lets an injected set_config to %s read nothing', async (_, forged) => {
    const read = inOrganization(A, MACHINERY, () =>
      tenancy.transaction(async (tx) => {
        await tx.query({ text: `SELECT set_config('app.scope', '${forged()}', true)` });
        return tx.query({ text: 'SELECT key FROM idempotency_key' });
      }),
    );
    await expect(read).rejects.toMatchObject({ code: '42501' });
  });

  it('keeps the key from those who serve, and what others are running', async () => {
    for (const text of ['SELECT * FROM seal.seal_key', 'SELECT query FROM pg_stat_activity', 'SELECT * FROM pg_stat_get_activity(NULL)', 'SELECT pg_stat_get_backend_activity(1)']) {
      await expect(inOrganization(A, MACHINERY, () => tenancy.read({ text }))).rejects.toMatchObject({ code: '42501' });
    }
  });

  it('raises when nothing is in scope, instead of answering with no rows', async () => {
    await expect(tenancy.read({ text: 'SELECT 1' })).rejects.toThrow('Nothing is in scope');
    await expect(runInScope(anonymousScope('r'), () => tenancy.read({ text: 'SELECT 1' }))).rejects.toThrow('No organisation is in scope');
    const pool = database.pool(database.appUrl);
    await expect(pool.query('SELECT * FROM idempotency_key')).rejects.toMatchObject({ code: '42501' });
  });

  it('T07 gives the platform role no way into tenant tables', async () => {
    await expect(runInScope(anonymousScope('r'), () => platform.query({ text: 'SELECT * FROM idempotency_key' }))).rejects.toMatchObject({ code: '42501' });
  });

  it('reads in transactions that cannot write', async () => {
    const write = inOrganization(A, MACHINERY, () => tenancy.read(keepStatement(A, 'by a read')));
    await expect(write).rejects.toMatchObject({ code: '25006' });
  });

  it('T05 destroys a connection that carries a leftover scope', async () => {
    const one = database.tenancy({ max: 1 });
    const poison = inOrganization(A, MACHINERY, () => one.transaction((tx) => tx.query({ text: `SET app.scope = '${testSeal().of(B)}'` })));
    await poison;
    await expect(keys(one, A)).rejects.toThrow('scope of an earlier request');
    expect(await keys(one, A)).toEqual(['of A']);
  });

  it('rolls back all of a transaction when its work fails, and only the attempt when the attempt fails', async () => {
    const failing = inOrganization(A, MACHINERY, () =>
      tenancy.transaction(async (tx) => {
        await tx.query(keepStatement(A, 'lost'));
        throw new Error('on purpose');
      }),
    );
    await expect(failing).rejects.toThrow('on purpose');
    await inOrganization(A, MACHINERY, () =>
      tenancy.transaction(async (tx) => {
        await tx.query(keepStatement(A, 'kept'));
        await expect(tx.attempt(() => tx.query(keepStatement(A, 'kept')))).rejects.toMatchObject({ code: '23505' });
      }),
    );
    expect(await keys(tenancy, A)).toEqual(['kept', 'of A']);
  });

  it('does not report success when a failed statement was swallowed', async () => {
    const swallowing = inOrganization(A, MACHINERY, () => tenancy.transaction((tx) => tx.query({ text: 'SELECT 1/0' }).catch(() => 'never mind')));
    await expect(swallowing).rejects.toThrow('rolled back');
  });
});
