import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { routeGate, type RouteGate } from '#kernel/gate/route.js';
import { Forbidden, Problem, Unauthenticated } from '#kernel/pipeline/problem.js';
import { scopeIfAny, type Scope } from '#kernel/tenancy/scope.js';
import { Identification } from '#platform/identity/identification.js';
import { RateLimit, spend } from './rate-limit.js';

/** Who may come in at all: identifies the caller, then asks the mark of the route. No mark, no entry. */
@Injectable()
export class EdgeGuard implements CanActivate {
  constructor(
    private readonly identification: Identification,
    private readonly limit: RateLimit,
  ) {}

  canActivate(context: ExecutionContext): boolean | Promise<boolean> {
    const gate = routeGate(context.getClass(), context.getHandler());
    // Sockets are identified at their handshake, by the scope they run in.
    if (context.getType() !== 'http') return admit(gate, scopeIfAny());
    const { scope, headers } = context.switchToHttp().getRequest<FastifyRequest>();
    if (scope.actor.kind !== 'anonymous' || headers.authorization === undefined) return admit(gate, scope);
    return this.identifyThenAdmit(context, gate);
  }

  private async identifyThenAdmit(context: ExecutionContext, gate: RouteGate | undefined): Promise<boolean> {
    const http = context.switchToHttp();
    const { scope } = http.getRequest<FastifyRequest>();
    try {
      const identity = await this.identification.verify(context);
      scope.identify(identity.actor, identity.organizationId);
      const refused = spend(http.getResponse<FastifyReply>(), await this.limit.chargeActor(identity));
      if (refused) throw refused;
    } catch (error) {
      // A stale token must not keep anybody from an open route, such as the one to sign in again.
      if (!(error instanceof Problem && error.status === 401 && gate?.admits === 'anyone')) throw error;
    }
    return admit(gate, scope);
  }
}

function admit(gate: RouteGate | undefined, scope: Scope | undefined): boolean {
  if (gate?.admits === 'anyone') return true;
  if (!gate) throw new Forbidden('Nobody has said who may come here.');
  if (!scope || scope.actor.kind === 'anonymous') throw new Unauthenticated();
  if (gate.admits === 'signed-in' && scope.actor.kind === 'key') throw new Forbidden('This is for people: no API key can do it.');
  if (gate.admits === 'members' && !((scope.actor.kind === 'member' || scope.actor.kind === 'key') && scope.organizationId)) {
    throw new Forbidden('Choose an organisation first, then use the access token that you get for it.');
  }
  return true;
}
