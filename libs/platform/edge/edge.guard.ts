import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Gate } from '#kernel/gate/gate.js';
import { routeGate, type RouteGate } from '#kernel/gate/route.js';
import { Forbidden, NotFound, Problem, Unauthenticated } from '#kernel/pipeline/problem.js';
import { scopeIfAny, type Scope } from '#kernel/tenancy/scope.js';
import { Credentials, crossSite } from '#platform/identity/credentials.js';
import { Proofs } from '#platform/identity/factors/proofs.js';
import { proofWanted, type Proof } from '#platform/identity/factors/step-up.js';
import { Identification } from '#platform/identity/identification.js';
import type { Identity } from '#platform/identity/identity.js';
import { Programs } from '#platform/identity/oauth/programs.js';
import { OVER } from '#platform/identity/sessions/session.js';
import { NOT_HERE, SessionWatch, type SessionState } from '#platform/identity/sessions/session-watch.js';
import { admitsConfined, confined } from '#platform/identity/sso/confinement.js';
import { productOf } from '#platform/modules/feature-module.js';
import { PRODUCT_MODULES } from '#platform/organizations/organization.js';
import { RateLimit, spend } from './rate-limit.js';

/** What a route says of itself. */
interface Marks {
  gate: RouteGate | undefined;
  proof: Proof | undefined;
  alsoConfined: boolean;
}

/** Who may come in at all: identifies the caller, then asks the mark of the route. No mark, no entry. */
@Injectable()
export class EdgeGuard implements CanActivate {
  constructor(
    private readonly identification: Identification,
    private readonly credentials: Credentials,
    private readonly watch: SessionWatch,
    private readonly proofs: Proofs,
    private readonly limit: RateLimit,
    private readonly programs: Programs,
    private readonly access: Gate,
  ) {}

  canActivate(context: ExecutionContext): boolean | Promise<boolean> {
    const gate = routeGate(context.getClass(), context.getHandler());
    // Sockets are identified at their handshake, by the scope they run in.
    if (context.getType() !== 'http') return admit(gate, scopeIfAny());
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const marks = { gate, proof: proofWanted(context.getClass(), context.getHandler()), alsoConfined: admitsConfined(context.getClass(), context.getHandler()) };
    if (gate?.admits === 'operators') return this.enterAsOperator(context, request, marks);
    if (!this.identification.isTried(request.headers)) return admit(gate, request.scope);
    const entered = this.programs.isSent(request.headers.authorization) ? this.enterAsProgram(context, request, marks) : this.enterWithToken(context, request, marks);
    const product = productOf(context.getClass());
    return gate?.admits === 'members' && PRODUCT_MODULES.some((module) => module === product) ? this.expectModule(product!, request, entered) : entered;
  }

  /** What an organisation has not is not there, as any address that nobody knows. */
  private async expectModule(product: string, request: FastifyRequest, entered: boolean | Promise<boolean>): Promise<boolean> {
    await entered;
    const { access } = await this.access.ability();
    if (access.modulesOff?.includes(product)) throw nothingAt(request);
    return true;
  }

  /** Who does not run the deployment is told nothing, not even to sign in. */
  private async enterAsOperator(context: ExecutionContext, request: FastifyRequest, { proof, ...marks }: Marks): Promise<boolean> {
    if (!this.identification.isTried(request.headers) || this.programs.isSent(request.headers.authorization)) throw nothingAt(request);
    await Promise.resolve().then(() => this.enterWithToken(context, request, { ...marks, proof: undefined })).catch((error: unknown) => {
      throw error instanceof Problem && (error.status === 401 || error.status === 403) ? nothingAt(request) : error;
    });
    if (!request.identity || !(await this.watch.state(request.identity)).superAdmin) throw nothingAt(request);
    if (!(await this.proofs.hasFactor())) throw new Forbidden('Whoever runs the deployment needs a second factor in their session: set one up under /auth/factors, or send it to /auth/step-up.');
    if (proof) await this.proofs.demand(proof);
    return true;
  }

  private enterWithToken(context: ExecutionContext, request: FastifyRequest, marks: Marks): boolean | Promise<boolean> {
    if (!request.identity) return this.identifyThenEnter(context, marks);
    const state = this.watch.state(request.identity);
    return state instanceof Promise ? state.then((known) => this.enter(request, request.identity!, known, marks)) : this.enter(request, request.identity, state, marks);
  }

  /** A program has no session and proves nothing anew; whatever asks for such a proof is for people alone. */
  private async enterAsProgram(context: ExecutionContext, request: FastifyRequest, { gate, proof }: Marks): Promise<boolean> {
    if (gate?.admits === 'anyone') return true;
    const caller = request.program ?? (await this.programs.verify(request.headers.authorization, request.ip));
    const refused = request.program ? undefined : spend(context.switchToHttp().getResponse<FastifyReply>(), await this.limit.chargeActor(caller));
    if (refused) throw refused;
    request.scope.identify(caller);
    admit(gate, request.scope);
    if (proof === 'always') throw new Forbidden('This needs somebody who proves who they are: no program can do it.');
    await this.access.ability();
    return true;
  }

  private async identifyThenEnter(context: ExecutionContext, marks: Marks): Promise<boolean> {
    const http = context.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    let identity: Identity;
    try {
      identity = await this.identification.verify(context);
    } catch (error) {
      // A stale token must not keep anybody from an open route, such as the one to sign in again.
      if (marks.gate?.admits === 'anyone' && error instanceof Problem && error.status === 401) return true;
      throw error;
    }
    request.identity = identity;
    const refused = spend(http.getResponse<FastifyReply>(), await this.limit.chargeActor(identity));
    if (refused) throw refused;
    return this.enter(request, identity, await this.watch.state(identity), marks);
  }

  /** What the token says becomes who acts, if its session is alive and the request was made by its person. */
  private enter(request: FastifyRequest, identity: Identity, state: SessionState, { gate, proof, alsoConfined }: Marks): boolean | Promise<boolean> {
    const refusal = !state.live ? new Unauthenticated(OVER) : this.credentials.isFromElsewhere(request) ? crossSite() : null;
    // On an open route, such as that to accept an invitation, the word of a provider makes nobody the person at large.
    if ((refusal ?? state.confinedTo) && gate?.admits === 'anyone') return true;
    if (refusal) throw refusal;
    if (state.confinedTo && gate?.admits !== 'members' && !alsoConfined) throw confined();
    request.scope.identify(identity);
    admit(gate, request.scope);
    if (gate?.admits === 'members' && !state.present) throw new Forbidden(NOT_HERE);
    return gate?.admits === 'anyone' || this.proofs.satisfied(identity, state, proof, gate?.admits === 'members');
  }
}

function nothingAt({ method, url }: FastifyRequest): NotFound {
  return new NotFound(`There is no ${method} ${url.split('?')[0]} here.`);
}

function admit(gate: RouteGate | undefined, scope: Scope | undefined): boolean {
  if (gate?.admits === 'anyone') return true;
  if (!gate) throw new Forbidden('Nobody has said who may come here.');
  if (!scope || scope.actor.kind === 'anonymous') throw new Unauthenticated();
  if (gate.admits === 'signed-in' && (scope.actor.kind === 'key' || scope.actor.kind === 'client')) throw new Forbidden('This is for people: no program can do it.');
  if (gate.admits === 'members' && !('memberId' in scope.actor && scope.organizationId)) {
    throw new Forbidden('Choose an organisation first, then use the access token that you get for it.');
  }
  return true;
}
