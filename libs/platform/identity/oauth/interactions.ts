import { Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type Provider from 'oidc-provider';
import type { InteractionResults } from 'oidc-provider';
import { mailboxOf } from '#kernel/field/email.js';
import { Problem, Unauthenticated } from '#kernel/pipeline/problem.js';
import { inOrganization } from '#kernel/tenancy/tenancy.js';
import { pathOf } from '#platform/edge/problem.filter.js';
import { Credentials } from '../credentials.js';
import { clientOf } from '../client.js';
import { Proofs } from '../factors/proofs.js';
import { Identity } from '../identity.js';
import { SessionWatch } from '../sessions/session-watch.js';
import { SignIn, type Seat } from '../sign-in.js';
import { BrowserMark } from '../sso/browser-mark.js';
import { FederatedSignIn } from '../sso/federated-sign-in.js';
import { BrowserSession } from './browser-session.js';
import { Consents } from './consents.js';
import { errors } from './oidc-provider.js';
import type { NewConsent } from './consent.query.js';
import { codePage, consentPage, errorPage, passingPage, signInPage, strangerPage } from './pages.js';
import { organizationOfClient, subjectOf } from './subject.js';
import { languageOf, WORDS, type Language } from './words.js';

interface Asked {
  provider: Provider;
  clientId: string;
  application: string;
  redirectUri: string;
  scopes: string[];
  language: Language;
}

type Form = Partial<Record<'step' | 'email' | 'password' | 'token' | 'code' | 'organization', string>>;

/** The pages between an application and its code: sign in, choose where, agree. */
@Injectable()
export class Interactions {
  constructor(
    private readonly browser: BrowserSession,
    private readonly signIns: SignIn,
    private readonly consents: Consents,
    private readonly watch: SessionWatch,
    private readonly proofs: Proofs,
    private readonly credentials: Credentials,
    private readonly federated: FederatedSignIn,
    private readonly mark: BrowserMark,
  ) {}

  async show(provider: Provider, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const asked = await this.asked(provider, request, reply);
    if (!asked) return gone(request, reply);
    const identity = await this.browser.who(request, reply);
    if (identity) return this.decide(asked, identity, request, reply);
    const { again } = request.query as { again?: string };
    if (again === undefined) return page(reply, asked, passingPage(asked.language));
    // With fresh cookies the same page knows who it is.
    if (again === '1' && (await this.browser.goOn(request, reply))) return reply.redirect('?again=2', 303);
    return page(reply, asked, signInPage(asked.language, { application: asked.application }));
  }

  async answer(provider: Provider, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    this.browser.refuseOtherPages(request);
    const asked = await this.asked(provider, request, reply);
    if (!asked) return gone(request, reply);
    const form = (request.body ?? {}) as Form;
    if (form.step === 'refuse') return this.finish(asked, request, reply, { error: 'access_denied', error_description: 'The person refused.' });
    if (form.step === 'provider') return this.lead(asked, form.email ?? '', request, reply);
    if (form.step === 'sign-in' || form.step === 'code') return this.signIn(asked, form, request, reply);
    if (form.step === 'another') return this.forget(asked, reply);
    const identity = await this.browser.who(request, reply);
    if (!identity || form.step !== 'allow') return reply.redirect('?again=1', 303);
    return this.decide(asked, identity, request, reply, form.organization ?? '');
  }

  private async asked(provider: Provider, request: FastifyRequest, reply: FastifyReply): Promise<Asked | null> {
    try {
      const { uid, params } = await provider.interactionDetails(request.raw, reply.raw);
      if (uid !== (request.params as { uid: string }).uid) return null;
      const client = await provider.Client.find(textIn(params.client_id));
      if (!client) return null;
      const most = (client.scope ?? '').split(' ');
      const scopes = [...new Set(textIn(params.scope).split(' '))].filter((scope) => most.includes(scope));
      return { provider, clientId: client.clientId, application: client.clientName ?? client.clientId, redirectUri: textIn(params.redirect_uri), scopes, language: languageOf(request.headers['accept-language']) };
    } catch (error) {
      if (error instanceof errors.SessionNotFound) return null;
      throw error;
    }
  }

  private async signIn(asked: Asked, form: Form, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    try {
      const answer = form.step === 'code'
        ? await this.signIns.withSecondFactor(form.token ?? '', codesIn(form.code ?? ''), clientOf(request))
        : await this.signIns.withPassword(form.email ?? '', form.password ?? '', undefined, clientOf(request));
      if ('methods' in answer) return page(reply, asked, codePage(asked.language, answer.token));
      this.browser.keep(reply, answer);
      return reply.redirect('?again=2', 303);
    } catch (error) {
      if (!(error instanceof Problem) || error.status >= 500) throw error;
      reply.code(error.status);
      if (error.retryAfterSeconds !== null) reply.header('retry-after', error.retryAfterSeconds);
      return page(reply, asked, form.step === 'code' ? codePage(asked.language, form.token ?? '', error.detail) : signInPage(asked.language, { application: asked.application, email: form.email, fault: error.detail }));
    }
  }

  /** To the identity provider of the organisation, and back to this page. */
  private async lead(asked: Asked, email: string, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const address = mailboxOf(email.trim());
    if (address === null) return page(reply.code(400), asked, signInPage(asked.language, { application: asked.application, email, fault: WORDS[asked.language].federated.unavailable }));
    const state = await this.federated.begin(address, `${pathOf(request.url)}?again=2`, this.mark.make(request, reply), clientOf(request).place);
    return page(reply, asked, passingPage(asked.language, `/sso/go?state=${state}`));
  }

  private forget(asked: Asked, reply: FastifyReply): FastifyReply {
    this.credentials.takeBack(reply);
    return page(reply, asked, signInPage(asked.language, { application: asked.application }));
  }

  /** `agreedFor` is the organisation for which the person has just said yes. */
  private async decide(asked: Asked, identity: Identity, request: FastifyRequest, reply: FastifyReply, agreedFor?: string): Promise<FastifyReply> {
    const own = organizationOfClient(asked.clientId);
    const { confinedTo } = await this.watch.state(identity);
    const seats = (await this.signIns.seats(identity.accountId, confinedTo)).filter(({ organization }) => own === null || organization.id === own);
    const standing = seats.find(({ organization }) => organization.id === identity.organizationId);
    const seat = agreedFor !== undefined ? seats.find(({ organization }) => organization.id === agreedFor) : (standing ?? seats[0]);
    if (!seat) return page(reply.code(403), asked, strangerPage(asked.language));
    const consent: NewConsent = { organizationId: seat.organization.id, memberId: seat.member.id, accountId: identity.accountId, clientId: asked.clientId, name: asked.application, scopes: asked.scopes };
    const fault = await this.faultOf(identity, seat, request.scope, asked.language);
    const remembered = fault === null && (own !== null || seats.length === 1) && (await this.consents.covers(consent));
    if (fault === null && (agreedFor !== undefined || remembered)) {
      await this.consents.give(consent, identity.sessionId, !remembered);
      return this.finish(asked, request, reply, { login: { accountId: subjectOf(consent), remember: false }, consent: { grantId: await grantFor(asked, consent) } });
    }
    const organizations = [seat, ...seats.filter((each) => each !== seat)].map(({ organization: { id, name } }) => ({ id, name }));
    return page(reply, asked, consentPage(asked.language, { application: asked.application, name: `${seat.member.name} (${seat.member.email})`, scopes: asked.scopes, organizations, host: new URL(asked.redirectUri).host, fault: fault ?? undefined }));
  }

  /** Whether this session may be in that organisation, and has proved itself as well as the organisation asks. */
  private async faultOf(identity: Identity, { organization, member }: Seat, scope: FastifyRequest['scope'], language: Language): Promise<string | null> {
    const there = new Identity({ sub: identity.accountId, sid: identity.sessionId, org: organization.id, mem: member.id, exp: identity.expiresAt });
    const state = await this.watch.ask(there);
    if (!state.live || !state.present) return WORDS[language].notMember;
    scope.identify(there);
    try {
      await inOrganization(organization.id, there.actor, async () => this.proofs.satisfied(there, state, undefined, true));
      return null;
    } catch (error) {
      if (error instanceof Problem && !(error instanceof Unauthenticated)) return error.detail;
      throw error;
    }
  }

  private async finish({ provider }: Asked, request: FastifyRequest, reply: FastifyReply, result: InteractionResults): Promise<FastifyReply> {
    return reply.redirect(await provider.interactionResult(request.raw, reply.raw, result, { mergeWithLastSubmission: false }), 303);
  }
}

/** One for each time that somebody agrees: what comes of it ends together. */
async function grantFor({ provider, clientId, scopes }: Asked, consent: NewConsent): Promise<string> {
  const grant = new provider.Grant({ accountId: subjectOf(consent), clientId });
  grant.addOIDCScope(scopes.join(' '));
  return grant.save();
}

function textIn(parameter: unknown): string {
  return typeof parameter === 'string' ? parameter : '';
}

function codesIn(typed: string): { code: string } | { recoveryCode: string } {
  const code = typed.replaceAll(' ', '');
  return /^\d{6}$/.test(code) ? { code } : { recoveryCode: typed.trim() };
}

function gone(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const language = languageOf(request.headers['accept-language']);
  return html(reply.code(400), errorPage(language, 'interaction_expired', WORDS[language].expired), "form-action 'none'");
}

/** Browsers hold the way that a form leads through against `form-action`, so the application's own address must be in it. */
function page(reply: FastifyReply, { redirectUri }: Asked, text: string): FastifyReply {
  return html(reply, text, `form-action 'self' ${new URL(redirectUri).origin}`);
}

function html(reply: FastifyReply, text: string, formAction: string): FastifyReply {
  return reply
    .headers({
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': `default-src 'none'; style-src 'self'; img-src data:; base-uri 'none'; frame-ancestors 'none'; ${formAction}`,
      // With none at all browsers would not say where a form comes from.
      'referrer-policy': 'same-origin',
    })
    .send(text);
}
