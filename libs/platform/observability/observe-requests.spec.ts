import { fastify, type FastifyInstance } from 'fastify';
import { request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { anonymousScope, type Scope } from '#kernel/tenancy/scope.js';
import { CapturedLog } from '#test/ops/captured-log.js';
import { scrape } from './metrics.js';
import { observeRequests } from './observe-requests.js';

const CANARY = 'cAnArY-5ecret-9f3b';
const scope: Scope = { ...anonymousScope('r'), organizationId: '0193aaaa-0000-7000-8000-000000000001', actor: { kind: 'system', reason: 'test' } };

let server: FastifyInstance;
let captured: CapturedLog;

beforeEach(async () => {
  captured = new CapturedLog();
  server = fastify({ requestIdHeader: 'x-request-id' });
  observeRequests(server, captured.log);
  server.decorateRequest('scope');
  server.addHook('onRequest', async (each) => void Object.assign(each, { scope }));
  server.setErrorHandler((error, each, reply) => {
    captured.log.error({ error, body: each.body, headers: each.headers, query: each.query }, 'Failed');
    return reply.status(500).send('failed');
  });
  server.post('/deals/:id', async ({ body }) => {
    captured.log.debug({ body }, 'Received');
    throw Object.assign(new Error(`no rule for password=${CANARY}`), { parameters: [CANARY] });
  });
  server.get('/reset/:token', async () => 'ok');
  server.get('/slow', () => new Promise(() => undefined));
  await server.listen({ port: 0, host: '127.0.0.1' });
});

afterEach(() => server.close());

describe('A request that is observed', () => {
  it('is told in one line, with who asked and without what they asked', async () => {
    await server.inject({ method: 'GET', url: `/reset/${CANARY}?next=${CANARY}`, headers: { 'x-request-id': 'request-7' } });
    const line = captured.said('Request');
    expect(line).toMatchObject({ method: 'GET', route: '/reset/:token', path: '/reset/:token', status: 200, requestId: 'request-7', organizationId: scope.organizationId, actor: 'system' });
    expect(typeof line['ms']).toBe('number');
    expect(captured.lines).toHaveLength(1);
    expect(captured.text).not.toContain(CANARY);
  });

  it('S44 leaves no secret in the log, not even at debug level and in errors', async () => {
    const sent = { password: CANARY, profile: { apiKey: CANARY, cards: [{ cardNumber: CANARY }] } };
    const headers = { authorization: `Bearer ${CANARY}`, cookie: `session=${CANARY}`, 'x-api-key': CANARY };
    await server.inject({ method: 'POST', url: `/deals/1?token=${CANARY}`, headers, payload: sent });
    await server.inject({ method: 'POST', url: '/deals/2', headers: { ...headers, 'content-type': 'application/json' }, payload: `${CANARY}{` });
    expect(captured.entries.filter(({ msg }) => msg === 'Failed')).toHaveLength(2);
    expect(captured.said('Received')).toMatchObject({ body: { password: '[redacted]' } });
    expect(captured.text).not.toContain(CANARY);
  });

  it('shows no token that somebody put into the path', async () => {
    await server.inject({ url: '/eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl' });
    await server.inject({ url: `/login;password=${CANARY}` });
    expect(captured.entries.map(({ path }) => path)).toEqual(['/[redacted]', '/login;password=[redacted]']);
  });

  it('is counted by the template of its route, so that nobody can fill the memory with names', async () => {
    const seriesIn = (text: string): string[] => text.split('\n').filter((line) => line.startsWith('tessera_http_request_duration_seconds_count'));
    const before = seriesIn(await scrape()).length;
    for (let n = 0; n < 50; n += 1) await server.inject({ url: `/reset/${n}` });
    for (let n = 0; n < 50; n += 1) await server.inject({ url: `/nowhere/${n}` });
    await server.inject({ method: 'POST', url: '/deals/9', payload: {} });
    const text = await scrape();
    const series = seriesIn(text);
    expect(series.find((line) => line.includes('/reset/:token'))).toMatch(/method="GET",route="\/reset\/:token",status="2xx"\} \d+$/);
    expect(series.some((line) => line.includes('route="unmatched",status="4xx"'))).toBe(true);
    expect(series.some((line) => line.includes('route="/deals/:id",status="5xx"'))).toBe(true);
    expect(series.length - before).toBeLessThan(10);
    expect(text).toMatch(/^tessera_http_requests_in_flight 0$/m);
  });

  it('is told too when its client goes away', async () => {
    const { port } = server.server.address() as AddressInfo;
    const gone = request({ port, path: '/slow' });
    gone.on('error', () => undefined);
    gone.end();
    await until(async () => (await scrape()).includes('tessera_http_requests_in_flight 1'));
    gone.destroy();
    await until(async () => captured.lines.length > 0);
    expect(captured.said('Request')).toMatchObject({ route: '/slow', status: 499 });
  });
});

async function until(holds: () => Promise<boolean>): Promise<void> {
  for (let n = 0; n < 100 && !(await holds()); n += 1) await new Promise((resolve) => setTimeout(resolve, 20));
}
