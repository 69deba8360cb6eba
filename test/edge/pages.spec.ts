import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import { TestDatabase } from '#test/worlds/database.js';
import { startApi, type TestApi } from './api.js';

let database: TestDatabase;
let api: TestApi;
let web: TestApi;
let root: string;

beforeAll(async () => {
  database = await TestDatabase.create();
  api = await startApi(database);
  root = mkdtempSync(join(tmpdir(), 'web-'));
  mkdirSync(join(root, 'assets'));
  writeFileSync(join(root, 'index.html'), '<!doctype html><title>Tessera</title>');
  writeFileSync(join(root, 'assets/app-Bx3kq9Zd.js'), 'app()');
  writeFileSync(join(root, 'assets/app-Bx3kq9Zd.js.br'), brotliCompressSync('app()'));
  writeFileSync(join(root, '../outside.txt'), 'outside');
  web = await startApi(database, { WEB_ROOT: root, PUBLIC_URL: 'https://crm.example.com', CORS_ORIGINS: 'https://partner.example' });
});
afterAll(async () => {
  await Promise.all([api.app.close(), web.app.close()]);
  rmSync(root, { recursive: true });
  rmSync(join(root, '../outside.txt'));
  await database.drop();
});

describe('Documentation', () => {
  it('is OpenAPI 3.1, with the problem as every other answer', async () => {
    const answer = await api.inject({ url: '/api/openapi.json' });
    const document = answer.json<{ openapi: string; paths: Record<string, Record<string, { responses: Record<string, unknown>; security?: unknown }>>; components: { schemas: object; securitySchemes: object } }>();
    expect(document.openapi).toBe('3.1.0');
    expect(document.components.schemas).toHaveProperty('Problem');
    expect(document.components.securitySchemes).toHaveProperty('accessToken');
    expect(document.paths['/api/v1/probe/open']?.get?.responses).toHaveProperty('default');
    expect(document.paths['/api/v1/probe/open']?.get?.security).toEqual([{}]);
    expect(document.paths['/api/v1/probe/member']?.get?.security).toBeUndefined();
    expect(answer.body).not.toContain('"nullable"');
  });

  it.each(['/api/docs', '/api/redoc'])('%s needs no other host and no inline script', async (url) => {
    const page = await api.inject({ url });
    const policy = String(page.headers['content-security-policy']);
    expect(page.statusCode).toBe(200);
    expect(policy).toContain("script-src 'self';");
    expect(policy).toMatch(/object-src 'none'; base-uri 'none'.*frame-ancestors 'none'/);
    expect(page.body).not.toMatch(/<script>|https?:\/\//);
    const assets = [...page.body.matchAll(/(?:src|href)="(\/[^"]+)"/g)].map(([, asset]) => asset!);
    expect(assets.length).toBeGreaterThan(1);
    for (const asset of assets) {
      const answer = await api.inject({ url: asset });
      expect([asset, answer.statusCode, answer.body.length > 50]).toEqual([asset, 200, true]);
    }
  });

  it('is where / leads without a web application', async () => {
    expect((await api.inject({ url: '/' })).headers.location).toBe('/api/docs');
  });
});

describe('Web application', () => {
  it('serves its index for every page, never cached and under its policy', async () => {
    for (const url of ['/', '/index.html', '/sales/contacts/42']) {
      const answer = await web.inject({ url });
      expect([answer.statusCode, answer.headers['cache-control']]).toEqual([200, 'no-cache']);
      expect(answer.body).toContain('<title>Tessera');
      expect(answer.headers['content-security-policy']).toContain("connect-src 'self' wss://crm.example.com");
      expect(answer.headers['content-security-policy']).not.toMatch(/script-src[^;]*unsafe/);
    }
  });

  it('serves hashed files for ever, compressed beforehand', async () => {
    const answer = await web.inject({ url: '/assets/app-Bx3kq9Zd.js', headers: { 'accept-encoding': 'br' } });
    expect(answer.headers).toMatchObject({ 'cache-control': 'public, max-age=31536000, immutable', 'content-encoding': 'br', 'x-content-type-options': 'nosniff' });
    expect((await web.inject({ url: '/assets/app-Bx3kq9Zd.js' })).body).toBe('app()');
  });

  it.each(['/assets/missing.js', '/api/nothing', '/api', '/health/nothing', '/socket.io/', '/api/v1/nothing'])('%s is 404 and not a page', async (url) => {
    const answer = await web.inject({ url });
    expect([answer.statusCode, answer.headers['content-type']]).toEqual([404, 'application/problem+json; charset=utf-8']);
  });

  it.each(['/../outside.txt', '/%2e%2e/outside.txt', '/..%2foutside.txt', '/assets/..%5c..%5coutside.txt', '/assets/%00'])('S37 %s stays inside', async (url) => {
    expect((await web.inject({ url })).body).not.toContain('outside\n');
    expect((await web.inject({ url })).body).not.toBe('outside');
  });

  it('does not start without its index', async () => {
    await expect(startApi(database, { WEB_ROOT: join(root, 'assets') })).rejects.toThrow('has no index.html');
  });
});

describe('Security headers', () => {
  it.each(['/api/v1/probe/open', '/api/v1/nothing', '/api/v1/probe/fails/secret', '/', '/api/docs', '/assets/app-Bx3kq9Zd.js'])('are on %s', async (url) => {
    const { headers } = await web.inject({ url });
    expect(headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'x-frame-options': 'DENY', 'referrer-policy': 'no-referrer', 'cross-origin-opener-policy': 'same-origin' });
    expect(Number(/max-age=(\d+)/.exec(String(headers['strict-transport-security']))?.[1])).toBeGreaterThanOrEqual(31_536_000);
    expect(headers['content-security-policy']).toContain("frame-ancestors 'none'");
    expect(headers['x-powered-by']).toBeUndefined();
    expect(headers.server).toBeUndefined();
  });

  it('forbid storing what the API says, and leave HSTS to https', async () => {
    const { headers } = await api.inject({ url: '/api/v1/probe/open' });
    expect(headers['cache-control']).toBe('no-store');
    expect(headers['strict-transport-security']).toBeUndefined();
  });

  it('let only the listed origins call from a browser', async () => {
    const ask = (origin: string, method: 'GET' | 'OPTIONS' = 'GET') =>
      web.inject({ method, url: '/api/v1/probe/open', headers: { origin, ...(method === 'OPTIONS' && { 'access-control-request-method': 'POST' }) } });
    expect((await ask('https://partner.example')).headers['access-control-allow-origin']).toBe('https://partner.example');
    expect((await ask('https://partner.example', 'OPTIONS')).statusCode).toBe(204);
    for (const origin of ['https://evil.example', 'null', 'https://partner.example.evil.example', 'http://partner.example']) {
      expect((await ask(origin)).headers['access-control-allow-origin']).toBeUndefined();
      expect((await ask(origin, 'OPTIONS')).headers['access-control-allow-origin']).toBeUndefined();
    }
    expect((await api.inject({ url: '/api/v1/probe/open', headers: { origin: 'https://partner.example' } })).headers['access-control-allow-origin']).toBeUndefined();
  });
});
