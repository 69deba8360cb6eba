import { Injectable, type ExecutionContext } from '@nestjs/common';
import { AuthGuard } from '@nestjs/passport';
import { Unauthenticated } from '#kernel/pipeline/problem.js';
import type { VerifiedClaims } from './access-tokens.js';
import { bearerOf } from './bearer.js';
import type { Identity } from './identity.js';
import { VerifiedTokens } from './verified-tokens.js';

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

  /** Without checking any signature: this process has seen the token before, or nobody is known yet. */
  known(authorization: string | undefined): Identity | null {
    const token = bearerOf(authorization);
    return token === null ? null : this.verified.find(token);
  }

  async verify(context: ExecutionContext): Promise<Identity> {
    const request = context.switchToHttp().getRequest<{ headers: { authorization?: string }; user?: VerifiedClaims }>();
    await this.passport.canActivate(context);
    const token = bearerOf(request.headers.authorization);
    if (!request.user || token === null) throw new Unauthenticated();
    return this.verified.remember(token, request.user);
  }
}
