import type { FastifyRequest } from 'fastify';
import { isIP, BlockList } from 'node:net';
import type { Actor, Clock, Scope } from '#kernel/tenancy/scope.js';
import { uuidv7 } from '#kernel/tenancy/uuid.js';
import type { Identity } from '#platform/identity/identity.js';
import type { ProgramCaller } from '#platform/identity/oauth/programs.js';

declare module 'fastify' {
  interface FastifyRequest {
    scope: RequestScope;
    /** Whose token was sent, as far as the token says; who acts, the scope says, once the session is known to be alive. */
    identity: Identity | null;
    /** Which program's key or token was sent, when it is known already. */
    program: ProgramCaller | null;
  }
}

/**
 * The scope of one HTTP request. It exists before anybody is identified, so that errors and logs have a request id;
 * the edge then says once who acts, and everything that runs in the scope sees it.
 */
export class RequestScope implements Scope {
  actor: Actor = { kind: 'anonymous' };
  organizationId: string | null = null;
  /** Found by whoever asks again later whether the caller is still welcome. */
  identity: Identity | null = null;
  /** Through which application somebody acts. */
  reason: string | null = null;
  readonly transaction = null;

  constructor(
    readonly requestId: string,
    readonly clock: Clock,
  ) {}

  /** From a verified token of a live session or a verified key alone; no other header, parameter or body of the client comes here. */
  identify(caller: Identity | ProgramCaller): void {
    if (this.actor.kind !== 'anonymous') throw new Error('This request has been identified already.');
    this.actor = caller.actor;
    this.organizationId = caller.organizationId;
    this.identity = 'sessionId' in caller ? caller : null;
    this.reason = 'through' in caller ? caller.through : null;
  }
}

const WELL_FORMED = /^[A-Za-z0-9_.:-]{8,64}$/;

/** A proxy we trust may name the request, so that its log and ours can be read together; anybody else gets a fresh id. */
export function requestIds(trustedProxies: readonly string[]): (request: FastifyRequest['raw']) => string {
  const trusted = networks(trustedProxies);
  return (request) => {
    const named = request.headers['x-request-id'];
    const peer = request.socket.remoteAddress;
    if (typeof named !== 'string' || !peer || !WELL_FORMED.test(named)) return uuidv7();
    return trusted.check(peer, isIP(peer) === 6 ? 'ipv6' : 'ipv4') ? named : uuidv7();
  };
}

function networks(list: readonly string[]): BlockList {
  const blocks = new BlockList();
  for (const network of list) {
    const [address = '', bits] = network.split('/');
    const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
    if (bits === undefined) blocks.addAddress(address, family);
    else blocks.addSubnet(address, Number(bits), family);
  }
  return blocks;
}
