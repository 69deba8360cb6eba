import { Injectable } from '@nestjs/common';
import { hash } from 'node:crypto';
import { factStatement } from '#kernel/pipeline/facts.js';
import { Conflict, TooManyRequests, Unauthenticated } from '#kernel/pipeline/problem.js';
import { currentScope } from '#kernel/tenancy/scope.js';
import { inOrganization, PlatformDatabase, Tenancy } from '#kernel/tenancy/tenancy.js';
import { RateLimit } from '#platform/edge/rate-limit.js';
import { addressKey, type Account } from '../account.js';
import { accountById } from '../account.query.js';
import { AccountEvents } from '../account-events.js';
import { Challenges, type Challenge } from '../factors/challenges.js';
import type { Identity } from '../identity.js';
import type { Device } from '../sessions/session.js';
import { Sessions } from '../sessions/sessions.js';
import { SessionWatch } from '../sessions/session-watch.js';
import { SignIn, type SignedIn } from '../sign-in.js';
import { FederatedPeople } from './federated-people.js';
import { linkedAccount, verifiedDomain, type VerifiedDomain } from './federation.query.js';
import { NotLetIn } from './let-in.js';
import { Providers } from './providers.js';
import { domainOfAddress } from './public-domains.js';
import { RelyingParty, type Provider, type Vouched } from './relying-party.js';

/** What is remembered of a sign-in while the person is with the provider. */
interface Begun {
  /** Null where no provider is known: that comes out only at the next step, which asks for nothing that was typed. */
  organizationId: string | null;
  email: string;
  browser: string;
  returnTo: string;
  /** In a session that is there already: the person proves once more who they are. */
  again: { sessionId: string; accountId: string; memberId: string; providerId: string; since: number } | null;
}

export interface Arrived {
  returnTo: string;
  /** Null when the session that is there goes on. */
  signedIn: SignedIn | null;
}

const FROM_PLACE = { limit: 60 };
const LIFE_MS = 10 * 60_000;
/** Of the provider's clock. */
const SKEW_SECONDS = 60;

/** In through the identity provider of one's organisation: begun here, said there, and finished here by the same browser. */
@Injectable()
export class FederatedSignIn {
  constructor(
    private readonly platform: PlatformDatabase,
    private readonly tenancy: Tenancy,
    private readonly challenges: Challenges,
    private readonly providers: Providers,
    private readonly relyingParty: RelyingParty,
    private readonly people: FederatedPeople,
    private readonly signIns: SignIn,
    private readonly sessions: Sessions,
    private readonly watch: SessionWatch,
    private readonly events: AccountEvents,
    private readonly limit: RateLimit,
  ) {}

  /** S31: one look and one row for every address, and the same answer. */
  async begin(email: string, returnTo: string, browser: string, place: string): Promise<string> {
    const { granted, nextInMs } = await this.limit.store.take(`rate:sso:place:${place}`, FROM_PLACE, 1, 0);
    if (granted === 0) throw new TooManyRequests(Math.ceil(nextInMs / 1_000));
    const [domain] = await this.platform.query<VerifiedDomain>(verifiedDomain(domainOfAddress(email)));
    return this.remember({ organizationId: domain?.organizationId ?? null, email, browser: nameOf(browser), returnTo, again: null });
  }

  /** For a session that a provider has opened. */
  async beginAgain(identity: Identity, returnTo: string, browser: string): Promise<string> {
    const { sessionId, accountId, memberId } = identity;
    const provider = await this.providerOf(identity);
    const [account] = await this.platform.query<Account>(accountById(accountId));
    const again = { sessionId, accountId, memberId: memberId!, providerId: provider.id, since: Math.floor(currentScope().clock.now().getTime() / 1_000) };
    return this.remember({ organizationId: provider.organizationId, email: account!.email, browser: nameOf(browser), returnTo, again });
  }

  /** The page of the provider. */
  async leave(state: unknown, browser: string | null): Promise<string> {
    const { data } = await this.begun(state, browser);
    const provider = await this.providerFor(data);
    return this.relyingParty.authorizationUrl(provider, { state: state as string, browser: browser! }, { loginHint: data.email, again: data.again !== null });
  }

  /** Good once, whatever comes of it. */
  async arrive(organizationId: string, answer: URLSearchParams, browser: string | null, device: Device): Promise<Arrived> {
    const challenge = await this.begun(answer.get('state'), browser);
    if (challenge.data.organizationId !== organizationId) throw new NotLetIn('begun-elsewhere');
    await this.platform.transaction((transaction) => this.challenges.finish(challenge, transaction)).catch(begunElsewhere);
    const { again, returnTo } = challenge.data;
    const provider = await this.providerFor(challenge.data);
    try {
      const vouched = await this.relyingParty.exchange(provider, answer, { state: answer.get('state')!, browser: browser! });
      if (again) await this.proveAgain(provider, vouched, again, device);
      return { returnTo, signedIn: again ? null : await this.enter(provider, vouched, device) };
    } catch (error) {
      if (error instanceof NotLetIn) await this.tellRefusal(provider, error, device);
      throw error;
    }
  }

  /** Where the session's person signs out of the provider, too. */
  async signOutUrl(identity: Identity): Promise<string | null> {
    const provider = await this.providerOf(identity).catch(() => null);
    return provider && this.relyingParty.signOutUrl(provider);
  }

  private async enter(provider: Provider, vouched: Vouched, device: Device): Promise<SignedIn> {
    const account = await this.people.welcome(provider, vouched);
    return this.signIns.admit(account, { methods: ['federated'], withFactor: vouched.withFactor, confinedTo: provider.organizationId, ...device });
  }

  private async proveAgain(provider: Provider, vouched: Vouched, { sessionId, accountId, memberId, since }: NonNullable<Begun['again']>, device: Device): Promise<void> {
    const { organizationId } = provider;
    await this.people.expectOwnAddress(provider, vouched);
    const [link] = await this.platform.query<{ accountId: string }>(linkedAccount(organizationId, vouched.issuer, vouched.subject));
    if (link?.accountId !== accountId) throw new NotLetIn('another-person');
    if (vouched.authenticatedAt === null || vouched.authenticatedAt < since - SKEW_SECONDS) throw new NotLetIn('not-proved-again');
    await this.sessions.stepUp(sessionId, 'federated', vouched.withFactor);
    await this.events.tell('stepped-up', { accountId, sessionId, device, data: { method: 'federated' }, where: { organizationId, memberId } });
  }

  private remember(data: Begun): Promise<string> {
    return this.challenges.begin('federated-sign-in', { data: { ...data, email: addressKey(data.email) }, lifeMs: LIFE_MS });
  }

  private async begun(state: unknown, browser: string | null): Promise<Challenge<Begun>> {
    const challenge = await this.challenges.attempt<Begun>('federated-sign-in', state).catch(begunElsewhere);
    if (browser === null || nameOf(browser) !== challenge.data.browser) throw new NotLetIn('begun-elsewhere');
    return challenge;
  }

  private async providerFor({ organizationId, email, again }: Begun): Promise<Provider> {
    const provider = organizationId && (again ? await this.providers.byId(organizationId, again.providerId) : await this.providers.ofDomain(organizationId, domainOfAddress(email)));
    if (!provider) throw new NotLetIn('unavailable');
    return provider;
  }

  private async providerOf(identity: Identity): Promise<Provider> {
    const { confinedTo } = await this.watch.state(identity);
    const provider = confinedTo && (await this.providers.ofAccount(confinedTo, identity.accountId));
    if (!provider) throw new Conflict('This session was not opened by an identity provider that is still in use.');
    return provider;
  }

  /** For the organisation alone: who somebody is elsewhere is not touched by what its provider says. */
  private async tellRefusal({ id, organizationId }: Provider, { reason }: NotLetIn, device: Device): Promise<void> {
    await this.events.tellFailure('sign-in-failed', null, device, { method: 'federated', reason });
    await inOrganization(organizationId, { kind: 'anonymous' }, () => this.tenancy.write(factStatement('identityProvider.refused', 'identityProvider', id, { reason, place: device.place })));
  }
}

/** The browser keeps the value itself; here it is only compared. */
function nameOf(browser: string): string {
  return hash('sha256', `browser ${browser}`, 'base64url');
}

function begunElsewhere(error: unknown): never {
  throw error instanceof Unauthenticated ? new NotLetIn('begun-elsewhere', error) : error;
}
