import { Injectable, type ExecutionContext } from '@nestjs/common';
import { AuthGuard } from '@nestjs/passport';
import type { Actor } from '#kernel/tenancy/scope.js';
import { Unauthenticated } from '#kernel/pipeline/problem.js';
import { bearerOf } from './bearer.js';
import type { VerifiedClaims } from './access-tokens.js';
import { VerifiedTokens } from './verified-tokens.js';

export interface Identity {
  actor: Actor;
  organizationId: string | null;
}

/** Passport checks a token the first time this process sees it; the refusal says nothing of the reason. */
class PassportGuard extends AuthGuard('access-token') {
  override handleRequest<User>(error: unknown, user: User | false): User {
    if (error || !user) throw new Unauthenticated('The access token is not valid, or no longer. Sign in again.');
    return user;
  }
}

/** Says who is calling, from the token alone. */
@Injectable()
export class Identification {
  private readonly passport = new PassportGuard();

  constructor(private readonly verified: VerifiedTokens) {}

  /** Without any checking of signatures: the token was seen before, or nobody is known yet. */
  known(authorization: string | undefined): Identity | null {
    const token = bearerOf(authorization);
    const claims = token ? this.verified.find(token) : undefined;
    return claims ? identityOf(claims) : null;
  }

  async verify(context: ExecutionContext): Promise<Identity> {
    const request = context.switchToHttp().getRequest<{ headers: { authorization?: string }; user?: VerifiedClaims }>();
    await this.passport.canActivate(context);
    const token = bearerOf(request.headers.authorization);
    if (!request.user || !token) throw new Unauthenticated();
    this.verified.remember(token, request.user);
    return identityOf(request.user);
  }
}

function identityOf({ sub, org, mem }: VerifiedClaims): Identity {
  if (org && mem) return { actor: { kind: 'member', accountId: sub, memberId: mem }, organizationId: org };
  return { actor: { kind: 'account', accountId: sub }, organizationId: null };
}
