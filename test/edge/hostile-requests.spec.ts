import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { TestDatabase } from '#test/worlds/database.js';
import { startApi, type TestApi } from './api.js';

let database: TestDatabase;
let api: TestApi;
let port: number;

beforeAll(async () => {
  database = await TestDatabase.create();
  api = await startApi(database);
  await api.app.listen(0, '127.0.0.1');
  port = (api.app.getHttpServer().address() as { port: number }).port;
});
afterAll(async () => {
  await api.app.close();
  await database.drop();
});

/** Sends bytes as they are and reads until the server closes or falls silent. */
async function raw(text: string, silentMs = 1_500): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  let answer = '';
  socket.on('data', (chunk) => (answer += chunk.toString('latin1')));
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  socket.write(text);
  await Promise.race([once(socket, 'close'), wait(silentMs, undefined, { ref: false })]);
  socket.destroy();
  return answer;
}

async function echo(payload: string | Buffer, type = 'application/json'): Promise<{ status: number; errors?: { at: string }[] }> {
  const answer = await api.inject({ method: 'POST', url: '/api/v1/probe/echo', headers: { 'content-type': type }, payload });
  return { status: answer.statusCode, errors: answer.json<{ errors?: { at: string }[] }>().errors };
}

describe('S26 Prototype pollution', () => {
  it.each([
    '{"__proto__":{"polluted":1}}',
    '{"a":[{"__proto__":{"polluted":1}}]}',
    '{"\\u005f_proto__":{"polluted":1}}',
    '{"constructor":{"prototype":{"polluted":1}}}',
    '{"a.__proto__.b":1}',
    '{"a":{"constructor.prototype.b":1}}',
    '{"toString.call":1}',
  ])('refuses %s', async (body) => {
    expect((await echo(body)).status).toBe(400);
    expect(({} as { polluted?: number }).polluted).toBeUndefined();
  });

  it('refuses such names in the query', async () => {
    for (const query of ['__proto__=1', '__proto__[a]=1', 'a.constructor.prototype=1', '%5f_proto__=1']) {
      expect((await api.inject({ url: `/api/v1/probe/query?${query}` })).statusCode).toBe(400);
    }
  });

  it('leaves ordinary names alone', async () => {
    expect((await echo('{"constructor":"Cooper","proto":1,"a.b":2,"toString":"x"}')).status).toBe(200);
  });
});

describe('S39 One request kills the process', () => {
  it.each([
    ['100,000 levels of arrays', '['.repeat(100_000) + ']'.repeat(100_000)],
    ['100,000 levels of objects', '{"a":'.repeat(100_000) + '1' + '}'.repeat(100_000)],
    ['33 levels', '['.repeat(33) + ']'.repeat(33)],
    ['30,000 properties', JSON.stringify(Object.fromEntries(Array.from({ length: 30_000 }, (_, n) => [`k${n}`, 1])))],
    ['a NUL', '{"name":"a\\u0000b"}'],
    ['a NUL in a name', '{"a\\u0000b":1}'],
    ['half of a surrogate pair', '{"name":"\\ud800"}'],
    ['bytes that are not UTF-8', Buffer.from([0x22, 0xc3, 0x28, 0x22])],
    ['no JSON', '{"a":1}}'],
  ])('a body with %s is refused', async (_what, body) => {
    expect((await echo(body)).status).toBe(400);
  });

  it('a body with whole surrogate pairs and 30 levels is taken', async () => {
    expect((await echo('{"name":"😀 \\ud83d\\ude00"}')).status).toBe(200);
    expect((await echo('['.repeat(30) + ']'.repeat(30))).status).toBe(200);
  });

  it.each([
    ['1,000,000 parameters', '&a=1'.repeat(1_900).slice(1)],
    ['a parameter twice', 'status=open&status=closed'],
    ['broken percent-encoding', 'a=%E0%A4%A'],
    ['a NUL', 'a=%00'],
  ])('a query with %s is refused', async (_what, query) => {
    expect((await api.inject({ url: `/api/v1/probe/query?${query}` })).statusCode).toBe(400);
    expect((await api.inject({ url: `/nothing/here?${query}` })).statusCode).toBe(404);
  });

  it('a query is decoded once', async () => {
    const answer = await api.inject({ url: '/api/v1/probe/query?a=1%252B1&b=x+y&c&d=%2B' });
    expect(answer.json()).toEqual({ a: '1%2B1', b: 'x y', c: '', d: '+' });
  });

  it.each([
    ['huge cookies', `GET /api/v1/probe/open HTTP/1.1\r\nHost: x\r\nCookie: a=${'x'.repeat(20_000)}\r\n\r\n`, 431],
    ['no HTTP', 'HELLO WORLD\r\n\r\n', 400],
    ['two lengths', 'POST /api/v1/probe/echo HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n{}', 400],
    ['a length and chunks', 'POST /api/v1/probe/echo HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n', 400],
    ['a header with a NUL', 'GET /api/v1/probe/open HTTP/1.1\r\nHost: x\r\nX-A: a\0b\r\n\r\n', 400],
  ])('a request with %s gets a problem', async (_what, text, status) => {
    const answer = await raw(text);
    expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    expect(answer).toContain('application/problem+json');
    expect(answer).toContain('"requestId"');
  });

  it('an aborted body and a body that never comes leave the server well', async () => {
    const head = 'POST /api/v1/probe/echo HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 100000\r\n\r\n{"a":';
    await Promise.all(Array.from({ length: 50 }, () => raw(head, 100)));
    expect((await api.inject({ url: '/api/v1/probe/open' })).statusCode).toBe(200);
  });

  it('slow headers are cut off in time (slowloris)', () => {
    const server = api.app.getHttpServer() as { headersTimeout: number; requestTimeout: number; keepAliveTimeout: number; timeout: number; maxHeadersCount: number | null };
    expect(server.headersTimeout).toBe(10_000);
    expect(server.requestTimeout).toBe(30_000);
    expect(server.timeout).toBe(60_000);
    expect(server.keepAliveTimeout).toBeGreaterThan(60_000);
  });
});

describe('S40 Parser differentials', () => {
  const plain = '/api/v1/probe/member';

  it.each([
    ['an encoded letter', '/api/v1/%70robe/member', 401],
    ['an encoded slash', '/api/v1/probe%2fmember', 404],
    ['two slashes', '/api//v1/probe/member', 404],
    ['two slashes in front', '//api/v1/probe/member', 404],
    ['a slash at the end', '/api/v1/probe/member/', 404],
    ['a semicolon', '/api/v1/probe/member;x', 404],
    ['another case', '/API/v1/Probe/member', 404],
    ['no version', '/api/probe/member', 404],
    ['a query', '/api/v1/probe/member?x=1', 401],
  ])('%s never opens a guarded route', async (_what, url, status) => {
    expect((await api.inject({ url })).statusCode).toBe(status);
  });

  it.each(['/api/v1/probe/open/../member', '/api/v1/probe/open/%2e%2e/member', '/api/v1/probe/./member'])('dots are taken as they are: %s', async (path) => {
    expect(await raw(`GET ${path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`)).toMatch(/^HTTP\/1\.1 404 /);
  });

  it('HEAD is guarded as GET, and OPTIONS, TRACE and overrides open nothing', async () => {
    expect((await api.inject({ method: 'HEAD', url: plain })).statusCode).toBe(401);
    expect((await api.inject({ method: 'HEAD', url: plain, headers: api.member() })).statusCode).toBe(200);
    expect((await api.inject({ method: 'OPTIONS', url: plain })).statusCode).toBe(404);
    for (const name of ['x-http-method-override', 'x-method-override', 'x-http-method']) {
      const answer = await api.inject({ method: 'POST', url: '/api/v1/probe/person', headers: { ...api.member(), [name]: 'DELETE' }, payload: {} });
      expect(answer.statusCode).toBe(400);
    }
    const trace = await raw(`TRACE ${plain} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nX-Secret: s3cret\r\n\r\n`);
    expect(trace).toMatch(/^HTTP\/1\.1 404 /);
    expect(trace).not.toContain('s3cret');
  });

  it('an absolute address and a foreign Host mean nothing', async () => {
    const answer = await raw('GET http://evil.example/api/v1/probe/member HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n');
    expect(answer).toMatch(/^HTTP\/1\.1 40[14] /);
    expect(answer.replace(/"instance":"[^"]*"/, '')).not.toContain('evil.example');
  });

  it.each(['application/json\t;x', 'application/json ;x', 'application/json;', 'application/jsonx', 'text/plain', 'application/json, text/plain', ' application/json', 'APPLICATION/JSON'])('Content-Type "%s" is read as JSON with all checks, or not at all', async (type) => {
    const { status } = await echo('{"__proto__":{"polluted":1}}', type);
    expect([400, 415]).toContain(status);
    const person = await api.inject({ method: 'POST', url: '/api/v1/probe/person', headers: { 'content-type': type }, payload: '{"email":"x"}' });
    expect([400, 415]).toContain(person.statusCode);
  });
});
