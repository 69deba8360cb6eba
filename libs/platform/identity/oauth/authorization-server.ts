import { Injectable, Logger } from '@nestjs/common';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type Provider from 'oidc-provider';
import type { KoaContextWithOIDC } from 'oidc-provider';
import { factStatement } from '#kernel/pipeline/facts.js';
import { Registry } from '#kernel/resource/registry.js';
import { runInScope } from '#kernel/tenancy/scope.js';
import { inOrganization, Tenancy } from '#kernel/tenancy/tenancy.js';
import { Config } from '#platform/config/config.js';
import { pathOf } from '#platform/edge/problem.filter.js';
import { SigningKeys } from '../sessions/signing-keys.js';
import { Artifacts } from './artifacts.js';
import { Clients } from './clients.js';
import { Interactions } from './interactions.js';
import { errorPage, STYLE } from './pages.js';
import { ISSUER_PATH, makeProvider } from './provider.js';
import { scopesOf } from './scopes.js';
import { readSubject } from './subject.js';
import { languageOf } from './words.js';

const open = (why: string) => ({ config: { open: why } });
const SETS_OFF = `${ISSUER_PATH}/authorize`;

/** Puts the authorisation server among the routes of the API, behind the same limits and headers as all others. */
@Injectable()
export class AuthorizationServer {
  private readonly log = new Logger('OAuth');
  private made: { keyId: string; provider: Provider; answer: ReturnType<Provider['callback']> } | null = null;

  constructor(
    private readonly config: Config,
    private readonly registry: Registry,
    private readonly keys: SigningKeys,
    private readonly artifacts: Artifacts,
    private readonly clients: Clients,
    private readonly tenancy: Tenancy,
    private readonly interactions: Interactions,
  ) {}

  async mount(fastify: FastifyInstance): Promise<void> {
    await fastify.register((within, _options, done) => {
      within.removeAllContentTypeParsers();
      within.get(`${ISSUER_PATH}/page.css`, open('A style sheet holds no data.'), (_request, reply) => reply.headers({ 'content-type': 'text/css; charset=utf-8', 'cache-control': 'public, max-age=3600' }).send(STYLE));
      within.get(`${ISSUER_PATH}/jwks`, open('Whoever is shown one of our tokens must be able to check it.'), (_request, reply) => reply.header('cache-control', 'public, max-age=300').send(this.keys.jwks()));
      void within.register((form, _none, ready) => {
        form.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string', bodyLimit: 16_384 }, (_request, body, parsed) => parsed(null, Object.fromEntries(new URLSearchParams(body as string))));
        const why = open('Whoever wants to let an application in signs in here; the page asks their own session who they are.');
        form.get(`${ISSUER_PATH}/interaction/:uid`, why, (request, reply) => this.interactions.show(this.current().provider, request, reply));
        form.post(`${ISSUER_PATH}/interaction/:uid`, why, (request, reply) => this.interactions.answer(this.current().provider, request, reply));
        ready();
      });
      // Read before anything begins: nobody who sends slowly holds a connection of the database. What it may be, the server judges.
      within.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: 56 * 1024 }, (_request, body, parsed) => parsed(null, body));
      const why = open('The authorisation server asks applications and people itself who they are.');
      within.route({ method: ['GET', 'POST', 'OPTIONS'], url: `${ISSUER_PATH}/*`, ...why, handler: (request, reply) => this.pass(request, reply) });
      done();
    });
  }

  /** With the key that signs now: keys follow one another, and all that is remembered stands in Postgres. */
  private current(): NonNullable<AuthorizationServer['made']> {
    const { current: key } = this.keys;
    if (this.made?.keyId === key.id) return this.made;
    const { publicUrl, cookieSecret } = this.config;
    const provider = makeProvider({
      publicUrl, cookieKey: cookieSecret, key, scopes: scopesOf(this.registry), artifacts: this.artifacts, clients: this.clients, tenancy: this.tenancy,
      renderError: (ctx, out) => renderError(ctx, out),
    });
    provider.use((ctx, next) => (ctx.method === 'POST' ? this.artifacts.atomically(async () => next().then(() => ctx.status < 500)) : next()));
    provider.on('server_error', (_ctx, err) => this.log.error({ msg: 'The authorisation server could not answer', err }));
    provider.on('grant.revoked', (ctx) => void this.tellOfReuse(ctx));
    this.made = { keyId: key.id, provider, answer: provider.callback() };
    return this.made;
  }

  private pass(request: FastifyRequest, reply: FastifyReply): void {
    const { raw } = request;
    reply.hijack();
    for (const [name, value] of Object.entries(reply.getHeaders())) if (value !== undefined) reply.raw.setHeader(name, value);
    this.tellWhereWeAre(raw.headers);
    // Each request for a code begins anew: only the session with us says who is signed in.
    if (pathOf(request.url) === SETS_OFF) raw.headers.cookie = withoutSession(raw.headers.cookie);
    Object.assign(raw, { originalUrl: raw.url, url: request.url.slice(ISSUER_PATH.length) });
    // The server reads the body as if nobody had.
    Object.defineProperties(raw, { readable: { value: true }, iterator: { value: () => [request.body ?? Buffer.alloc(0)] } });
    runInScope(request.scope, () => void this.current().answer(raw, reply.raw));
  }

  /** The one address people use, whatever a client says of it (S33). */
  private tellWhereWeAre(headers: FastifyRequest['raw']['headers']): void {
    const { protocol, host } = new URL(this.config.publicUrl);
    for (const name of Object.keys(headers)) if (name.startsWith('x-forwarded-') || name === 'forwarded') delete headers[name];
    headers['x-forwarded-proto'] = protocol.slice(0, -1);
    headers.host = host;
  }

  /** At the token endpoint, what has been used up comes back only when somebody else has it, too. */
  private async tellOfReuse({ oidc }: KoaContextWithOIDC): Promise<void> {
    if (oidc.route !== 'token') return;
    const { client } = oidc;
    const { RefreshToken, AuthorizationCode } = oidc.entities;
    const subject = readSubject(RefreshToken?.accountId ?? AuthorizationCode?.accountId);
    this.log.warn({ msg: 'A code or refresh token of an application was used a second time: all that came of it has been ended', client: client?.clientId });
    const organizationId = subject?.organizationId;
    if (!organizationId) return;
    await inOrganization(organizationId, { kind: 'anonymous' }, () => this.tenancy.write(factStatement('oauthClient.token-reused', 'oauthClient', null, { client: client?.clientId ?? null, member: subject.memberId }))).catch((err: unknown) => this.log.warn({ msg: 'This does not stand in the ledger', err }));
  }
}

function withoutSession(cookie: string | undefined): string | undefined {
  return cookie?.split(';').filter((pair) => !/^\s*(__Secure-)?tessera-oauth(\.sig)?=/.test(pair)).join(';');
}

function renderError(ctx: KoaContextWithOIDC, { error, error_description: detail }: { error: string; error_description?: string }): void {
  ctx.type = 'html';
  ctx.set({ 'content-security-policy': "default-src 'none'; style-src 'self'; base-uri 'none'; frame-ancestors 'none'; form-action 'none'", 'cache-control': 'no-store' });
  ctx.body = errorPage(languageOf(ctx.get('accept-language')), error, detail ?? '');
}
