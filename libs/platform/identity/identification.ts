import { Injectable, type ExecutionContext } from '@nestjs/common';
import { AuthGuard } from '@nestjs/passport';
import type { IncomingHttpHeaders } from 'node:http';
import { Unauthenticated } from '#kernel/pipeline/problem.js';
import type { VerifiedClaims } from './access-tokens.js';
import { Credentials } from './credentials.js';
import type { Identity } from './identity.js';
import { VerifiedTokens } from './verified-tokens.js';

/** Passport checks a token the first time this process sees it; the refusal says nothing of the reason. */
class PassportGuard extends AuthGuard('access-token') {
  override handleRequest<User>(error: unknown, user: User | false): User {
    if (error || !user) throw new Unauthenticated('The access token is not valid, or no longer. Sign in again.');
    return user;
  }
}

/** Says who is calling, from the token alone. Whether its session is still alive, SessionWatch knows. */
@Injectable()
export class Identification {
  private readonly passport = new PassportGuard();

  constructor(
    private readonly verified: VerifiedTokens,
    private readonly credentials: Credentials,
  ) {}

  /** Without checking any signature: this process has seen the token before, or nobody is known yet. */
  known(headers: IncomingHttpHeaders): Identity | null {
    const token = this.credentials.accessToken(headers);
    return token === null ? null : this.verified.find(token);
  }

  /** True when somebody has sent something that may tell who they are. */
  isTried(headers: IncomingHttpHeaders): boolean {
    return this.credentials.areSent(headers);
  }

  async verify(context: ExecutionContext): Promise<Identity> {
    const request = context.switchToHttp().getRequest<{ headers: IncomingHttpHeaders; user?: VerifiedClaims }>();
    await this.passport.canActivate(context);
    const token = this.credentials.accessToken(request.headers);
    if (!request.user || token === null) throw new Unauthenticated();
    return this.verified.remember(token, request.user);
  }
}
