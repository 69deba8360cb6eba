import { Injectable } from '@nestjs/common';
import { ExecutionContextHost } from '@nestjs/core/helpers/execution-context-host.js';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Unauthenticated } from '#kernel/pipeline/problem.js';
import { Config } from '#platform/config/config.js';
import { Credentials, crossSite } from '../credentials.js';
import { Identification } from '../identification.js';
import type { Identity } from '../identity.js';
import { Sessions } from '../sessions/sessions.js';
import { SessionWatch } from '../sessions/session-watch.js';
import type { SignedIn } from '../sign-in.js';

/** For pages that a browser shows without our application around them: who is signed in there, by its cookies. */
@Injectable()
export class BrowserSession {
  constructor(
    private readonly credentials: Credentials,
    private readonly identification: Identification,
    private readonly watch: SessionWatch,
    private readonly sessions: Sessions,
    private readonly config: Config,
  ) {}

  async who(request: FastifyRequest, reply: FastifyReply): Promise<Identity | null> {
    if (request.headers.authorization !== undefined || this.credentials.accessToken(request.headers) === null) return null;
    try {
      const identity = await this.identification.verify(new ExecutionContextHost([request, reply]));
      return (await this.watch.state(identity)).live ? identity : null;
    } catch (error) {
      if (error instanceof Unauthenticated) return null;
      throw error;
    }
  }

  /** True when the session went on: the browser has fresh cookies then. */
  async goOn(request: FastifyRequest, reply: FastifyReply): Promise<boolean> {
    const kept = this.credentials.refreshToken(request.headers);
    if (kept === null) return false;
    try {
      const { sessionId: _sessionId, ...tokens } = await this.sessions.refresh(kept);
      this.credentials.hand(reply, tokens, true);
      return true;
    } catch (error) {
      if (!(error instanceof Unauthenticated)) throw error;
      this.credentials.takeBack(reply);
      return false;
    }
  }

  keep(reply: FastifyReply, signedIn: SignedIn): void {
    this.credentials.hand(reply, signedIn, true);
  }

  /** A form of ours, sent from a page of ours: browsers say where a form comes from. */
  refuseOtherPages({ headers: { origin, 'sec-fetch-site': site } }: FastifyRequest): void {
    if (site !== undefined && site !== 'same-origin') throw crossSite();
    if (origin !== this.config.publicUrl) throw crossSite();
  }
}
