import type { FastifyReply, FastifyRequest } from 'fastify';
import type { ExecutionContext } from '@nestjs/common';
import { InOrganization } from '#kernel/gate/route.js';
import { Gate } from '#kernel/gate/gate.js';
import { runInScope, systemClock } from '#kernel/tenancy/scope.js';
import { EdgeGuard } from '#platform/edge/edge.guard.js';
import { RequestScope } from '#platform/edge/request-scope.js';
import { Identification } from '#platform/identity/identification.js';
import { TwoTenants, type Person } from '#test/worlds/two-tenants.js';
import { APP_GUARD, ModulesContainer } from '@nestjs/core';

/** The bar is 0.15 ms; a machine that others use, too, is given four times as much. */
const BAR_MS = 0.15;
const GENEROSITY = 4;
const ROUNDS = 20_000;

@InOrganization()
class Route {
  handler(): void {}
}

let world: TwoTenants;

beforeAll(async () => {
  world = await TwoTenants.create();
});
afterAll(() => world.close());

it('takes from token to actor to ability no longer than the bar, once known', async () => {
  const [identification, gate] = [world.get(Identification), world.get(Gate)];
  const guard = edgeGuard();
  const people: Person[] = ['owner', 'admin', 'manager', 'rep', 'marketing', 'support', 'viewer'];
  const headers = people.map((person) => world.as('A', person).headers);
  for (const each of headers) expect((await world.withToken(each.authorization!.slice(7)).get('/api/v1/sales/contacts')).statusCode).toBe(200);
  const took = new Float64Array(ROUNDS);
  for (let n = 0; n < ROUNDS; n += 1) {
    const scope = new RequestScope('speed', systemClock);
    const request = { headers: headers[n % headers.length]!, method: 'GET', scope, identity: null } as unknown as FastifyRequest;
    const started = performance.now();
    request.identity = identification.known(request.headers);
    await runInScope(scope, async () => {
      await guard.canActivate(contextOf(request));
      await gate.ability();
    });
    took[n] = performance.now() - started;
    expect(scope.actor.kind).toBe('member');
  }
  const p95 = took.sort()[Math.floor(ROUNDS * 0.95)]!;
  process.stderr.write(`Token to actor to ability: ${(took[ROUNDS >> 1]! * 1_000).toFixed(1)} µs at the median, ${(p95 * 1_000).toFixed(1)} µs at the 95th percentile (bar: ${BAR_MS * 1_000} µs)\n`);
  expect(p95).toBeLessThan(BAR_MS * GENEROSITY);
}, 30_000);

function edgeGuard(): EdgeGuard {
  for (const { providers } of world.app.get(ModulesContainer).values())
    for (const [token, { instance }] of providers) if (String(token).startsWith(APP_GUARD) && instance instanceof EdgeGuard) return instance;
  throw new Error('The edge has no guard.');
}

function contextOf(request: FastifyRequest): ExecutionContext {
  const http = { getRequest: () => request, getResponse: () => ({}) as FastifyReply };
  return { getType: () => 'http', getClass: () => Route, getHandler: () => Route.prototype.handler, switchToHttp: () => http } as unknown as ExecutionContext;
}
