import type { FastifyInstance, FastifyReply } from 'fastify';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { DOCS_CLIENT } from '#platform/identity/oauth/docs-client.js';
import { pagePolicy } from '#platform/edge/security-headers.js';

const resolve = createRequire(import.meta.url).resolve;
const config = { open: 'The documentation of the API holds no data of any organisation.' };
const POLICY = pagePolicy({ inlineStyles: true });
const HTML = 'text/html; charset=utf-8';
const SCRIPT = 'text/javascript; charset=utf-8';

const SWAGGER = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Tessera API</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="data:,"><link rel="stylesheet" href="/api/docs/swagger-ui.css"></head>
<body><div id="swagger-ui"></div><script src="/api/docs/swagger-ui-bundle.js"></script><script src="/api/docs/start.js"></script></body></html>`;
const SWAGGER_START = `const ui = SwaggerUIBundle({ url: '/api/openapi.json', dom_id: '#swagger-ui', deepLinking: true, validatorUrl: null, tryItOutEnabled: true, oauth2RedirectUrl: location.origin + '/api/docs/oauth2-redirect.html' });
ui.initOAuth({ clientId: '${DOCS_CLIENT}', scopes: 'read write', usePkceWithAuthorizationCodeGrant: true });`;
const SWAGGER_BACK = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Tessera API</title></head><body><script src="/api/docs/oauth2-redirect.js"></script></body></html>`;
const REDOC = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Tessera API reference</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><link rel="icon" href="data:,"></head>
<body style="margin:0"><div id="redoc"></div><script src="/api/redoc/redoc.standalone.js"></script><script src="/api/redoc/start.js"></script></body></html>`;
const REDOC_START = `Redoc.init('/api/openapi.json', { disableSearch: false, theme: { typography: { fontFamily: 'system-ui, sans-serif', headings: { fontFamily: 'system-ui, sans-serif' } } } }, document.getElementById('redoc'));`;

/** The documentation pages. Everything they need comes from this process; they ask no other host for anything. */
export function registerDocs(fastify: FastifyInstance, openApi: () => string): void {
  fastify.get('/api/openapi.json', { config }, (_request, reply) => reply.header('content-type', 'application/json; charset=utf-8').send(openApi()));
  page(fastify, '/api/docs', SWAGGER);
  script(fastify, '/api/docs/start.js', SWAGGER_START);
  asset(fastify, '/api/docs/swagger-ui.css', 'swagger-ui-dist/swagger-ui.css', 'text/css; charset=utf-8');
  asset(fastify, '/api/docs/swagger-ui-bundle.js', 'swagger-ui-dist/swagger-ui-bundle.js', SCRIPT);
  // The one of the package has its script within; the policy of our pages wants it beside.
  page(fastify, '/api/docs/oauth2-redirect.html', SWAGGER_BACK);
  asset(fastify, '/api/docs/oauth2-redirect.js', 'swagger-ui-dist/oauth2-redirect.js', SCRIPT);
  page(fastify, '/api/redoc', REDOC);
  script(fastify, '/api/redoc/start.js', REDOC_START);
  asset(fastify, '/api/redoc/redoc.standalone.js', 'redoc/bundles/redoc.standalone.js', SCRIPT);
}

function page(fastify: FastifyInstance, url: string, html: string): void {
  fastify.get(url, { config }, (_request, reply) => reply.headers({ 'content-type': HTML, 'content-security-policy': POLICY, 'cache-control': 'no-cache' }).send(html));
}

function script(fastify: FastifyInstance, url: string, text: string): void {
  fastify.get(url, { config }, (_request, reply) => reply.headers({ 'content-type': SCRIPT, 'cache-control': 'no-cache' }).send(text));
}

function asset(fastify: FastifyInstance, url: string, file: string, type: string): void {
  const path = resolve(file);
  fastify.get(url, { config }, async (_request, reply): Promise<FastifyReply> =>
    reply.headers({ 'content-type': type, 'cache-control': 'public, max-age=3600' }).send(await readFile(path)));
}
