import type { LightMyRequestResponse } from 'fastify';
import { TestDatabase } from '#test/worlds/database.js';
import { startApi, type TestApi } from './api.js';

let database: TestDatabase;
let api: TestApi;

beforeAll(async () => {
  database = await TestDatabase.create();
  api = await startApi(database);
});
afterAll(async () => {
  await api.app.close();
  await database.drop();
});

interface ProblemBody {
  type: string;
  title: string;
  status: number;
  detail: string;
  instance: string;
  requestId: string;
  errors?: { at: string; rule: string; say: string }[];
}

function problem(answer: LightMyRequestResponse): ProblemBody {
  expect(answer.headers['content-type']).toBe('application/problem+json; charset=utf-8');
  const body = answer.json<ProblemBody>();
  expect(body.status).toBe(answer.statusCode);
  expect(body.requestId).toBe(answer.headers['x-request-id']);
  for (const part of [body.type, body.title, body.detail, body.instance]) expect(part).toBeTruthy();
  return body;
}

describe('Problems', () => {
  it('show every field error at once, each with its path, rule and sentence', async () => {
    const answer = await api.inject({ method: 'POST', url: '/api/v1/probe/person', payload: { email: 'x', name: 'much too long', lines: [{ city: 'Rome' }, { city: 7, zip: 1 }], isAdmin: true } });
    expect(answer.statusCode).toBe(400);
    const { errors = [] } = problem(answer);
    expect(errors.map(({ at, rule }) => `${at} ${rule}`).toSorted()).toEqual(['email email', 'isAdmin unknown', 'lines.1.city maxLength', 'lines.1.city string', 'lines.1.zip unknown', 'name maxLength']);
    for (const { say } of errors) expect(say).toMatch(/^[A-Z].*\.$/);
  });

  it('are said in the language that is asked for, or in English', async () => {
    const said = async (language: string) => {
      const answer = await api.inject({ method: 'POST', url: '/api/v1/probe/person', headers: { 'accept-language': language }, payload: { email: 'x', name: 'much too long', isAdmin: true } });
      const { detail, errors = [] } = problem(answer);
      return [answer.headers['content-language'], detail, errors.find(({ at }) => at === 'email')?.say, errors.find(({ at }) => at === 'isAdmin')?.say];
    };
    const untranslated = 'There is no property "isAdmin" here.';
    expect(await said('de-AT,de;q=0.9,en;q=0.8')).toEqual(['de', 'Einige Angaben können nicht übernommen werden. Berichtigen Sie jede, die genannt ist.', 'Muss eine E-Mail-Adresse sein.', untranslated]);
    for (const language of ['fr', '', 'constructor', '*']) expect(await said(language)).toEqual(['en', 'Some values cannot be accepted. Mend each one that is listed.', 'Email must be an email.', untranslated]);
  });

  it('hide what was not meant for the caller', async () => {
    const answer = await api.inject({ url: '/api/v1/probe/fails/secret?token=xyz' });
    expect(answer.statusCode).toBe(500);
    expect(problem(answer).instance).toBe('/api/v1/probe/fails/secret');
    expect(answer.body).not.toMatch(/hunter2|secret\.ts|Error|xyz/);
  });

  it('carry what a door threw', async () => {
    const answer = await api.inject({ url: '/api/v1/probe/fails/conflict' });
    expect(problem(answer)).toMatchObject({ status: 409, type: 'urn:tessera:problem:conflict', detail: 'Taken.', errors: [{ at: 'contact.email', rule: 'unique' }] });
  });

  it.each(['57014', '55P03', '40001', '40P01', '57P01', '53300', '08006', 'ECONNREFUSED', 'ECONNRESET'])('are 503 with Retry-After when the database says %s', async (code) => {
    const answer = await api.inject({ url: `/api/v1/probe/fails/${code}` });
    expect(problem(answer).status).toBe(503);
    expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0);
  });

  it.each([
    [404, { url: '/api/v1/nothing' }],
    [404, { url: '/nothing', headers: { accept: 'text/html' } }],
    [404, { method: 'DELETE' as const, url: '/api/v1/probe/open' }],
    [400, { url: '/api/v1/probe/%E0%A4%A' }],
    [414, { url: `/api/v1/probe/fails/${'x'.repeat(300)}` }],
    [414, { url: `/api/v1/probe/query?a=${'x'.repeat(9_000)}` }],
    [400, { method: 'POST' as const, url: '/api/v1/probe/echo', headers: { 'content-type': 'application/json' }, payload: '{"a":' }],
    [413, { method: 'POST' as const, url: '/api/v1/probe/echo', headers: { 'content-type': 'application/json' }, payload: JSON.stringify('x'.repeat(1024 * 1024)) }],
    [415, { method: 'POST' as const, url: '/api/v1/probe/echo', headers: { 'content-type': 'text/xml' }, payload: '<a/>' }],
    [415, { method: 'POST' as const, url: '/api/v1/probe/echo', headers: { 'content-type': 'application/x-www-form-urlencoded' }, payload: 'a=1' }],
    [400, { method: 'POST' as const, url: '/api/v1/probe/person' }],
  ])('are %i for what the framework refuses', async (status, request) => {
    expect(problem(await api.inject(request)).status).toBe(status);
  });

  it('answer 503 when a handler takes too long, and survive its late answer', async () => {
    const slow = await startApi(database, {}, { handlerMs: 200 });
    const answer = await slow.inject({ url: '/api/v1/probe/slow' });
    expect(problem(answer).status).toBe(503);
    await new Promise((resolve) => setTimeout(resolve, 700));
    expect((await slow.inject({ url: '/api/v1/probe/open' })).statusCode).toBe(200);
    await slow.app.close();
  });
});

describe('Conditional reads and compression', () => {
  it('answers 304 without a body to a reader who has the version', async () => {
    for (const known of ['"7"', 'W/"7"', '"5", "7"', '*']) {
      const answer = await api.inject({ url: '/api/v1/probe/versioned', headers: { 'if-none-match': known } });
      expect([answer.statusCode, answer.body, answer.headers.etag]).toEqual([304, '', '"7"']);
    }
    expect((await api.inject({ url: '/api/v1/probe/versioned', headers: { 'if-none-match': '"8"' } })).json()).toEqual({ version: 7 });
  });

  it('compresses what is worth it, as the caller asks', async () => {
    const { brotliDecompressSync, gunzipSync } = await import('node:zlib');
    const plain = await api.inject({ url: '/api/v1/probe/large' });
    expect(plain.headers['content-encoding']).toBeUndefined();
    expect(plain.headers.vary).toContain('Accept-Encoding');
    const brotli = await api.inject({ url: '/api/v1/probe/large', headers: { 'accept-encoding': 'gzip, deflate, br' } });
    expect(brotli.headers['content-encoding']).toBe('br');
    expect(brotliDecompressSync(brotli.rawPayload).toString()).toBe(plain.body);
    const gzip = await api.inject({ url: '/api/v1/probe/large', headers: { 'accept-encoding': 'br;q=0, gzip' } });
    expect(gzip.headers['content-encoding']).toBe('gzip');
    expect(gunzipSync(gzip.rawPayload).toString()).toBe(plain.body);
    expect((await api.inject({ url: '/api/v1/probe/open', headers: { 'accept-encoding': 'br' } })).headers['content-encoding']).toBeUndefined();
  });
});
