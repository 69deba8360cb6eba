import { Injectable } from '@nestjs/common';
import { ExecutionContextHost } from '@nestjs/core/helpers/execution-context-host.js';
import type { IncomingHttpHeaders } from 'node:http';
import type { Socket } from 'socket.io';
import { Forbidden, TooManyRequests, Unauthenticated } from '#kernel/pipeline/problem.js';
import { anonymousScope, runInScope } from '#kernel/tenancy/scope.js';
import { uuidv7 } from '#kernel/tenancy/uuid.js';
import { RateLimit } from '#platform/edge/rate-limit.js';
import { Credentials } from '#platform/identity/credentials.js';
import { Proofs } from '#platform/identity/factors/proofs.js';
import { Identification } from '#platform/identity/identification.js';
import type { Identity } from '#platform/identity/identity.js';
import { OVER } from '#platform/identity/sessions/session.js';
import { NOT_HERE, SessionWatch } from '#platform/identity/sessions/session-watch.js';
import { LiveSocket } from './live-socket.js';
import { LiveRights } from './rights.js';
import { Rooms } from './rooms.js';

const MOST_OF_MEMBER = 30;

/** Who opens a connection: a member, by the access token that is sent or the cookie of their own pages. Programs have webhooks. */
@Injectable()
export class Handshake {
  constructor(
    private readonly credentials: Credentials,
    private readonly identification: Identification,
    private readonly watch: SessionWatch,
    private readonly proofs: Proofs,
    private readonly limit: RateLimit,
    private readonly rights: LiveRights,
    private readonly rooms: Rooms,
  ) {}

  /** Before there is a connection: a browser says which page opens it, and only ours may (ASVS 4.4.2). */
  mayOpen(headers: IncomingHttpHeaders): boolean {
    return headers.origin === undefined || this.credentials.isOwnOrigin(headers);
  }

  admit(socket: Socket): Promise<LiveSocket> {
    return runInScope(anonymousScope(uuidv7()), () => this.enter(socket));
  }

  private async enter(socket: Socket): Promise<LiveSocket> {
    const identity = await this.identify(socket);
    const { retryAfterSeconds } = await this.limit.chargeActor(identity);
    if (retryAfterSeconds > 0) throw new TooManyRequests(retryAfterSeconds);
    if (!isMember(identity)) throw new Forbidden('Choose an organisation first, then use the access token that you get for it.');
    const state = await this.watch.state(identity);
    if (!state.live) throw new Unauthenticated(OVER);
    if (!state.present) throw new Forbidden(NOT_HERE);
    if (this.rooms.connectionsOf(identity.memberId) >= MOST_OF_MEMBER) throw new Forbidden(`You have ${MOST_OF_MEMBER} connections open already. Close one.`);
    const live = new LiveSocket(socket, identity);
    await live.inScope(async () => this.proofs.satisfied(identity, state, undefined, true));
    if (!(await this.rights.abilityOf(live))) throw new Forbidden(NOT_HERE);
    return live;
  }

  /** A cookie comes by itself, so there must be a page of ours behind it. */
  private async identify({ handshake }: Socket): Promise<Identity> {
    const { token } = handshake.auth as { token?: unknown };
    const { cookie, origin } = handshake.headers;
    const headers: IncomingHttpHeaders = typeof token === 'string' ? { authorization: `Bearer ${token}` } : origin === undefined ? {} : { cookie };
    if (!this.identification.isTried(headers)) throw new Unauthenticated('Send an access token as "auth.token" of the handshake, or connect from our own pages.');
    return this.identification.known(headers) ?? this.identification.verify(new ExecutionContextHost([{ headers }, {}]));
  }
}

function isMember(identity: Identity): identity is Identity & { organizationId: string; memberId: string } {
  return identity.organizationId !== null && identity.memberId !== null;
}
