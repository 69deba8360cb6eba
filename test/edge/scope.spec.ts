import { setTimeout as wait } from 'node:timers/promises';
import { Body, Controller, Module, Post } from '@nestjs/common';
import { InOrganization } from '#kernel/gate/route.js';
import { currentOrganizationId, currentScope } from '#kernel/tenancy/scope.js';
import { Tenancy } from '#kernel/tenancy/tenancy.js';
import { organizationId, TestDatabase } from '#test/worlds/database.js';
import { startApi, type TestApi } from './api.js';

@Controller('scope')
@InOrganization()
class ScopeController {
  constructor(private readonly tenancy: Tenancy) {}

  @Post() async seen(@Body() { pause }: { pause: number }): Promise<unknown> {
    await wait(pause);
    const before = currentOrganizationId();
    const [row] = await this.tenancy.read<{ organization: string }>({ text: 'SELECT current_org() AS organization' });
    await wait(pause);
    return { before, database: row?.organization, after: currentOrganizationId(), requestId: currentScope().requestId };
  }
}
@Module({ controllers: [ScopeController] })
class ScopeModule {}

let database: TestDatabase;
let api: TestApi;

beforeAll(async () => {
  database = await TestDatabase.create();
  api = await startApi(database, {}, {}, [ScopeModule]);
  await api.app.listen(0, '127.0.0.1');
});
afterAll(async () => {
  await api.app.close();
  await database.drop();
});

describe('T03 Scope of a request', () => {
  it('is the same from the token to the database and back, in 400 interleaved requests of 41 organisations over kept connections', async () => {
    const url = `${await api.app.getUrl()}/api/v1/scope`;
    const people = Array.from({ length: 400 }, (_, n) => api.member(organizationId((n * 7) % 41)));
    await api.settle();
    const ask = async (n: number): Promise<void> => {
      const organization = organizationId((n * 7) % 41);
      const headers = people[n]!;
      const answer = await fetch(url, {
        method: 'POST',
        headers: { ...headers, 'content-type': 'application/json' },
        body: JSON.stringify({ pause: n % 7, filler: 'x'.repeat((n * 997) % 60_000) }),
      });
      const seen = (await answer.json()) as Record<string, string>;
      expect(seen).toEqual({ before: organization, database: organization, after: organization, requestId: answer.headers.get('x-request-id') });
    };
    // 40 at a time wait for four database connections.
    const inTurn = async (first: number): Promise<void> => {
      for (let n = first; n < 400; n += 40) await ask(n);
    };
    await Promise.all(Array.from({ length: 40 }, (_, first) => inTurn(first)));
  });
});
