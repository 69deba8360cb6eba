import type { default as OidcProvider, Configuration, KoaContextWithOIDC } from 'oidc-provider';
import { timingSafeEqual } from 'node:crypto';
import { inOrganization, type Tenancy } from '#kernel/tenancy/tenancy.js';
import { activeMember, type MemberCard } from '../member.query.js';
import { standingOf } from '../account.query.js';
import type { SigningKey } from '../sessions/signing-keys.js';
import { hashOf, type Artifacts } from './artifacts.js';
import type { Clients } from './clients.js';
import { Provider } from './oidc-provider.js';
import { readSubject } from './subject.js';

const MINUTE = 60;
const DAY = 24 * 60 * MINUTE;

export const ISSUER_PATH = '/oauth';

export interface ProviderParts {
  publicUrl: string;
  cookieKey: Buffer;
  key: SigningKey;
  scopes: readonly string[];
  artifacts: Artifacts;
  clients: Clients;
  tenancy: Tenancy;
  renderError: (ctx: KoaContextWithOIDC, out: { error: string; error_description?: string }) => void;
}

/**
 * The authorisation server: codes with PKCE for people, secrets for programs, and nothing else. Signing in lasts for one request
 * alone; whether somebody is signed in, their session with us says.
 */
export function makeProvider(parts: ProviderParts): OidcProvider {
  const provider = new Provider(`${parts.publicUrl}${ISSUER_PATH}`, configuration(parts));
  // It then believes in its headers, which the mount has set from the configuration.
  provider.proxy = true;
  // A secret is kept as its hash alone.
  provider.Client.prototype.compareClientSecret = function compare(this: { clientSecret?: string }, actual: string): boolean {
    const kept = Buffer.from(this.clientSecret ?? '', 'base64url');
    const sent = hashOf(actual);
    return kept.length === sent.length && timingSafeEqual(kept, sent);
  };
  return provider;
}

function configuration({ publicUrl, cookieKey, key, scopes, artifacts, clients, tenancy, renderError }: ProviderParts): Configuration {
  const isSecure = publicUrl.startsWith('https:');
  const cookie = { signed: true, httpOnly: true, sameSite: 'lax', secure: isSecure } as const;
  const prefix = isSecure ? '__Secure-' : '';
  return {
    adapter: (kind: string) => (kind === 'Client' ? { ...artifacts.of(kind), find: (id: string) => clients.metadata(id) } : artifacts.of(kind)),
    jwks: { keys: [{ ...key.privateKey.export({ format: 'jwk' }), kid: key.id, alg: 'ES256', use: 'sig' } as never] },
    clientDefaults: { id_token_signed_response_alg: 'ES256' },
    enabledJWA: { idTokenSigningAlgValues: ['ES256'] },
    clientAuthMethods: ['client_secret_basic', 'client_secret_post', 'none'],
    responseTypes: ['code'],
    scopes: [...scopes],
    claims: { openid: ['sub'], profile: ['name'], email: ['email'] },
    conformIdTokenClaims: false,
    pkce: { required: () => true },
    routes: {
      authorization: '/authorize', token: '/token', introspection: '/introspect', revocation: '/revoke', userinfo: '/userinfo', jwks: '/jwks',
    },
    cookies: {
      keys: [cookieKey.toString('hex')],
      names: { session: `${prefix}tessera-oauth`, interaction: `${prefix}tessera-oauth-step`, resume: `${prefix}tessera-oauth-resume` },
      long: cookie,
      short: { ...cookie, path: ISSUER_PATH },
    },
    features: {
      devInteractions: { enabled: false },
      clientCredentials: { enabled: true },
      introspection: { enabled: true, allowedPolicy: (_ctx, client, token) => client.clientId === token.clientId },
      revocation: { enabled: true, allowedPolicy: (_ctx, client, token) => client.clientId === token.clientId },
      resourceIndicators: { enabled: false },
      rpInitiatedLogout: { enabled: false },
      userinfo: { enabled: true },
    },
    interactions: { url: (_ctx, { uid }) => `${ISSUER_PATH}/interaction/${uid}` },
    issueRefreshToken: (_ctx, client) => client.grantTypeAllowed('refresh_token'),
    rotateRefreshToken: true,
    expiresWithSession: () => false,
    revokeGrantPolicy: (ctx) => !(ctx.oidc.route === 'revocation' && ctx.oidc.entities.AccessToken),
    loadExistingGrant: async (ctx) => {
      const id = ctx.oidc.result?.consent?.grantId;
      return id ? ctx.oidc.provider.Grant.find(id) : undefined;
    },
    findAccount: async (_ctx, accountId) => {
      const member = await memberBehind(accountId, artifacts, tenancy);
      return member && { accountId, claims: () => ({ sub: accountId, name: member.name, email: member.email }) };
    },
    renderError: (ctx, out) => renderError(ctx, out),
    ttl: {
      AuthorizationCode: MINUTE, AccessToken: 10 * MINUTE, ClientCredentials: 10 * MINUTE, IdToken: 10 * MINUTE,
      Interaction: 30 * MINUTE, Session: 10 * MINUTE, RefreshToken: 30 * DAY, Grant: 90 * DAY,
    },
    formats: { bitsOfOpaqueRandomness: 256 },
  };
}

/** Nobody who has been suspended, removed or shut out since is anybody here. */
async function memberBehind(accountId: string, artifacts: Artifacts, tenancy: Tenancy): Promise<MemberCard | undefined> {
  const subject = readSubject(accountId);
  if (!subject) return undefined;
  const { organizationId, memberId } = subject;
  const [standing] = await artifacts.query(standingOf(organizationId, memberId));
  const [member] = await inOrganization(organizationId, { kind: 'anonymous' }, () => tenancy.read<MemberCard>(activeMember(organizationId, memberId)));
  return standing ? member : undefined;
}
