import { Injectable } from '@nestjs/common';
import { hash } from 'node:crypto';
import * as client from 'openid-client';
import { reveal } from '#kernel/field/secret.js';
import { inOrganization } from '#kernel/tenancy/tenancy.js';
import { Config } from '#platform/config/config.js';
import { Outbound } from '#platform/outbound/outbound.js';
import { NotLetIn } from './let-in.js';
import type { ProviderRow } from './provider.query.js';

export interface Provider extends ProviderRow {
  organizationId: string;
}

/** What a provider says of a person, once it is certain that the provider says it. */
export interface Vouched {
  issuer: string;
  subject: string;
  email: string | null;
  emailVerified: boolean;
  name: string | null;
  groups: string[];
  withFactor: boolean;
  /** In seconds. */
  authenticatedAt: number | null;
}

/** Known to the browser alone that began: what binds the answer to it. */
export interface Binding {
  state: string;
  browser: string;
}

const FRESH_FOR_MS = 5 * 60_000;
const MOST_KNOWN = 1_000;
const TIMEOUT_SECONDS = 10;
const MOST_GROUPS = 1_000;
/** As OpenID Connect has it. */
const LONGEST_SUBJECT = 255;

interface Known {
  configuration: Promise<client.Configuration>;
  until: number;
}

/** Speaks OpenID Connect with the providers of organisations: all requests through the one door, every signature checked. */
@Injectable()
export class RelyingParty {
  private readonly known = new Map<string, Known>();
  private readonly extensions: ((configuration: client.Configuration) => void)[];

  constructor(
    private readonly outbound: Outbound,
    private readonly config: Config,
  ) {
    // Where plain HTTP may be spoken at all, the door says.
    this.extensions = [client.enableNonRepudiationChecks, ...(config.nodeEnv === 'production' ? [] : [client.allowInsecureRequests])];
  }

  /** Of its own for each organisation: an answer that was meant for one cannot be brought to another. */
  redirectUri(organizationId: string): string {
    return `${this.config.publicUrl}/sso/callback/${organizationId}`;
  }

  async authorizationUrl(provider: Provider, binding: Binding, { loginHint, again }: { loginHint: string; again: boolean }): Promise<string> {
    const configuration = await this.configuration(provider);
    const challenge = await client.calculatePKCECodeChallenge(derived('verifier', binding));
    return this.followable(() =>
      client.buildAuthorizationUrl(configuration, {
        redirect_uri: this.redirectUri(provider.organizationId),
        scope: ['openid', ...new Set((provider.scopes?.length ? provider.scopes : ['email', 'profile']).filter((scope) => scope !== 'openid'))].join(' '),
        state: binding.state,
        nonce: derived('nonce', binding),
        code_challenge: challenge,
        code_challenge_method: 'S256',
        login_hint: loginHint,
        ...(again && { prompt: 'login', max_age: '0' }),
      }),
    );
  }

  async exchange(provider: Provider, answer: URLSearchParams, binding: Binding): Promise<Vouched> {
    const configuration = await this.configuration(provider);
    const url = new URL(this.redirectUri(provider.organizationId));
    url.search = answer.toString();
    try {
      const tokens = await client.authorizationCodeGrant(configuration, url, { expectedState: binding.state, expectedNonce: derived('nonce', binding), pkceCodeVerifier: derived('verifier', binding), idTokenExpected: true });
      const claims = tokens.claims()!;
      // Providers that serve many issuers at one address are held to the one that was entered.
      if (new URL(claims.iss).href !== new URL(provider.issuer).href || claims.sub === '' || claims.sub.length > LONGEST_SUBJECT) throw new NotLetIn('answer-not-valid');
      const lacking = claims.email === undefined || (provider.groupsClaim !== null && claims[provider.groupsClaim] === undefined);
      const more = lacking && configuration.serverMetadata().userinfo_endpoint ? await client.fetchUserInfo(configuration, tokens.access_token, claims.sub) : {};
      return vouchedIn(claims, { ...more, ...claims }, provider);
    } catch (error) {
      if (error instanceof NotLetIn) throw error;
      throw new NotLetIn(error instanceof client.AuthorizationResponseError ? 'refused-by-provider' : 'answer-not-valid', error);
    }
  }

  /** Where the person signs out of the provider, too; null when it has no such page or cannot be asked. */
  async signOutUrl(provider: Provider): Promise<string | null> {
    try {
      const configuration = await this.configuration(provider);
      if (!configuration.serverMetadata().end_session_endpoint) return null;
      return this.followable(() => client.buildEndSessionUrl(configuration, { post_logout_redirect_uri: `${this.config.publicUrl}/` }));
    } catch {
      return null;
    }
  }

  /** Read again after a few minutes, and whenever the provider has been changed. */
  private configuration(provider: Provider): Promise<client.Configuration> {
    const name = `${provider.organizationId}:${provider.id}:${provider.version}`;
    const known = this.known.get(name);
    if (known && known.until > Date.now()) return known.configuration;
    if (this.known.size >= MOST_KNOWN) this.known.clear();
    const configuration = this.discover(provider);
    this.known.set(name, { configuration, until: Date.now() + FRESH_FOR_MS });
    configuration.catch(() => this.known.delete(name));
    return configuration;
  }

  private async discover({ organizationId, issuer, clientId, credential }: Provider): Promise<client.Configuration> {
    // S21: nothing of ours stands in for what the organisation has not given.
    if (!credential) throw new NotLetIn('unavailable');
    try {
      const secret = await inOrganization(organizationId, { kind: 'anonymous' }, () => Promise.resolve(reveal(credential)));
      return await client.discovery(new URL(issuer), clientId, { client_secret: secret }, undefined, {
        [client.customFetch]: (url, init) => this.outbound.fetch(url, init), execute: this.extensions, timeout: TIMEOUT_SECONDS,
      });
    } catch (error) {
      throw new NotLetIn('unavailable', error);
    }
  }

  /** Browsers are led to a page of the provider and to nothing else that an address can be. */
  private followable(made: () => URL): string {
    try {
      const url = made();
      const isSafe = url.protocol === 'https:' || (url.protocol === 'http:' && this.config.nodeEnv !== 'production');
      if (isSafe && url.username === '' && url.password === '') return url.href;
    } catch (error) {
      throw new NotLetIn('unavailable', error);
    }
    throw new NotLetIn('unavailable');
  }
}

/** Of what only the browser has, and what only this sign-in has: neither stands in the database. */
function derived(purpose: string, { state, browser }: Binding): string {
  return hash('sha256', `${purpose} of ${state} in ${browser}`, 'base64url');
}

function vouchedIn({ iss, sub, auth_time, amr }: client.IDToken, said: Record<string, unknown>, { groupsClaim, asksFactor }: Provider): Vouched {
  const groups = groupsClaim !== null && Object.hasOwn(said, groupsClaim) ? said[groupsClaim] : [];
  return {
    issuer: iss,
    subject: sub,
    email: textIn(said.email),
    // Some write it as a text; Entra ID says it by a claim of its own.
    emailVerified: said.email_verified === true || said.email_verified === 'true' || said.xms_edov === true,
    name: textIn(said.name) ?? ([textIn(said.given_name), textIn(said.family_name)].filter(Boolean).join(' ') || null),
    groups: (Array.isArray(groups) ? (groups as unknown[]) : [groups]).filter((group): group is string => typeof group === 'string').slice(0, MOST_GROUPS),
    withFactor: asksFactor || (Array.isArray(amr) && amr.includes('mfa')),
    authenticatedAt: typeof auth_time === 'number' ? auth_time : null,
  };
}

function textIn(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}
