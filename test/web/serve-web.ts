import { readFile } from 'node:fs/promises';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';

export type Dependencies = Record<'postgres' | 'redis', 'up' | 'down' | 'unknown'>;
/** `hang` keeps the question open, `refuse` breaks the connection. */
export type FakeHealth = { status: number; body: object } | 'hang' | 'refuse';

export interface WebServer { url: string; health: FakeHealth; close: () => Promise<void> }

export const webRoot = join(import.meta.dirname, '../../web');

/** Stricter than the product must be: no inline script, no inline style, nothing from elsewhere. */
export const strictPolicy = "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self'; connect-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.css': 'text/css', '.woff2': 'font/woff2',
  '.svg': 'image/svg+xml', '.png': 'image/png', '.webmanifest': 'application/manifest+json', '.json': 'application/json',
};

export const healthy: FakeHealth = { status: 200, body: { status: 'ready', dependencies: { postgres: 'up', redis: 'up' } } };
export const withoutQueue: FakeHealth = { status: 200, body: { status: 'degraded', dependencies: { postgres: 'up', redis: 'down' } } };
export const withoutDatabase: FakeHealth = {
  status: 503,
  body: { type: 'urn:tessera:problem:unavailable', title: 'Not ready', status: 503, verdict: 'unready', dependencies: { postgres: 'down', redis: 'up' } },
};

/** The built web application behind a health answer of the test's choosing. */
export async function serveWeb(health: FakeHealth = healthy): Promise<WebServer> {
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://web').pathname;
    response.setHeader('content-security-policy', strictPolicy);
    if (path === '/health/ready') return answerHealth(response, web.health);
    if (path.startsWith('/api/')) return answerNobody(response);
    void sendFile(response, path);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const web: WebServer = { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, health, close: () => close(server) };
  return web;
}

function answerHealth(response: ServerResponse, health: FakeHealth): void {
  if (health === 'hang') return;
  if (health === 'refuse') {
    response.destroy();
    return;
  }
  response.writeHead(health.status, { 'content-type': 'application/json' }).end(JSON.stringify(health.body));
}

/** Whoever looks at the state of an installation need not be signed in. */
function answerNobody(response: ServerResponse): void {
  response.writeHead(401, { 'content-type': 'application/problem+json' }).end(JSON.stringify({ type: 'urn:tessera:problem:unauthenticated', title: 'Not signed in', status: 401 }));
}

async function sendFile(response: ServerResponse, path: string): Promise<void> {
  const name = extname(path) === '' ? 'index.html' : normalize(path);
  try {
    const content = await readFile(join(webRoot, name));
    response.writeHead(200, { 'content-type': types[extname(name)] ?? 'application/octet-stream' }).end(content);
  } catch {
    response.writeHead(404).end();
  }
}

function close(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve, reject) => server.close((error) => (error ? reject(error) : resolve())));
}
