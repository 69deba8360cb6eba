import { currentScope, type Actor, type Scope } from '#kernel/tenancy/scope.js';
import type { VerifiedClaims } from './access-tokens.js';

/** Who is calling, as one verified token says it. Made once per token; its strings are looked up on every request. */
export class Identity {
  readonly actor: Actor;
  readonly accountId: string;
  readonly organizationId: string | null;
  readonly memberId: string | null;
  /** Under which names the caller's requests are counted. */
  readonly actorBudget: string;
  readonly organizationBudget: string | null;
  readonly sessionId: string;
  /** Under which name the state of the session is remembered. */
  readonly watched: string;
  /** In seconds. */
  readonly expiresAt: number;

  constructor({ sub, sid, org, mem, exp }: VerifiedClaims) {
    this.accountId = sub;
    this.sessionId = sid;
    this.expiresAt = exp;
    if (org && mem) {
      this.actor = { kind: 'member', accountId: sub, memberId: mem };
      this.organizationId = org;
      this.memberId = mem;
      this.actorBudget = `${org}:rate:actor:${mem}`;
      this.organizationBudget = `${org}:rate`;
      this.watched = `${sid}:${org}`;
    } else {
      this.actor = { kind: 'account', accountId: sub };
      this.organizationId = null;
      this.memberId = null;
      this.actorBudget = `rate:account:${sub}`;
      this.organizationBudget = null;
      this.watched = sid;
    }
  }
}

/** Who called, for whatever happens on behalf of one request or socket; null for machinery. */
export function currentIdentity(): Identity | null {
  const scope: Scope & { identity?: Identity | null } = currentScope();
  return scope.identity ?? null;
}
