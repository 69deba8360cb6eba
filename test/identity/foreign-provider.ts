import { vi } from 'vitest';
import { generateKeyPairSync } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { default as OidcProvider, Configuration } from 'oidc-provider';
import { Provider } from '#platform/identity/oauth/oidc-provider.js';

export interface Person {
  sub: string;
  email?: string;
  email_verified?: boolean;
  name?: string;
  groups?: string[];
  amr?: string[];
}

export const CLIENT = { clientId: 'tessera', credential: 'a secret that two sides know' };

/** The identity provider of another organisation, whole and over real HTTP; whoever comes there is who the test says. */
export class ForeignProvider {
  /** Who sits before the browser. */
  person: Person = { sub: 'nobody' };
  private readonly known = new Map<string, Person>();

  private constructor(
    readonly issuer: string,
    private readonly server: Server,
  ) {}

  static async create(redirectUris: string[], port = 0): Promise<ForeignProvider> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
    const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const foreign = new ForeignProvider(issuer, server);
    // It would rather not keep everything in memory; here it may.
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => undefined);
    const provider = new Provider(issuer, configuration(foreign, redirectUris));
    warn.mockRestore();
    const answer = provider.callback();
    server.on('request', (request, response) => {
      if (!request.url!.startsWith('/interaction/')) return void answer(request, response);
      void foreign.signIn(provider, request, response);
    });
    return foreign;
  }

  get host(): string {
    return this.issuer.slice('http://'.length);
  }

  close(): Promise<unknown> {
    return new Promise((resolve) => this.server.close(resolve));
  }

  claimsOf(sub: string): Person | undefined {
    return this.known.get(sub);
  }

  /** Asks nothing: it is the person whom the test has put there. */
  private async signIn(provider: OidcProvider, ...[request, response]: Parameters<ReturnType<OidcProvider['callback']>>): Promise<void> {
    const { params } = await provider.interactionDetails(request, response);
    const { sub, amr } = this.person;
    this.known.set(sub, this.person);
    const grant = new provider.Grant({ accountId: sub, clientId: String(params.client_id) });
    grant.addOIDCScope(String(params.scope));
    await provider.interactionFinished(request, response, { login: { accountId: sub, amr, remember: false }, consent: { grantId: await grant.save() } }, { mergeWithLastSubmission: false });
  }
}

function configuration(foreign: ForeignProvider, redirectUris: string[]): Configuration {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return {
    clients: [{ client_id: CLIENT.clientId, client_secret: CLIENT.credential, redirect_uris: redirectUris, token_endpoint_auth_method: 'client_secret_post', id_token_signed_response_alg: 'ES256' }],
    jwks: { keys: [{ ...privateKey.export({ format: 'jwk' }), kid: 'one', alg: 'ES256', use: 'sig' } as never] },
    enabledJWA: { idTokenSigningAlgValues: ['ES256'] },
    scopes: ['openid', 'email', 'profile', 'groups'],
    claims: { openid: ['sub', 'amr'], email: ['email', 'email_verified'], profile: ['name'], groups: ['groups'] },
    conformIdTokenClaims: false,
    cookies: { keys: ['a key for cookies'] },
    features: { devInteractions: { enabled: false }, rpInitiatedLogout: { enabled: true } },
    interactions: { url: (_ctx, { uid }) => `/interaction/${uid}` },
    findAccount: (_ctx, sub) => {
      const person = foreign.claimsOf(sub);
      return person && { accountId: sub, claims: () => ({ ...person }) };
    },
    ttl: { AuthorizationCode: 60, AccessToken: 60, IdToken: 60, Interaction: 60, Session: 60, Grant: 60 },
  };
}
