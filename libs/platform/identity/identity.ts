import type { Actor } from '#kernel/tenancy/scope.js';
import type { VerifiedClaims } from './access-tokens.js';

/** Who is calling, as one verified token says it. Made once per token; its strings are looked up on every request. */
export class Identity {
  readonly actor: Actor;
  readonly organizationId: string | null;
  /** Under which names the caller's requests are counted. */
  readonly actorBudget: string;
  readonly organizationBudget: string | null;
  readonly sessionId: string;
  /** In seconds. */
  readonly expiresAt: number;

  constructor({ sub, sid, org, mem, exp }: VerifiedClaims) {
    this.sessionId = sid;
    this.expiresAt = exp;
    if (org && mem) {
      this.actor = { kind: 'member', accountId: sub, memberId: mem };
      this.organizationId = org;
      this.actorBudget = `${org}:rate:actor:${mem}`;
      this.organizationBudget = `${org}:rate`;
    } else {
      this.actor = { kind: 'account', accountId: sub };
      this.organizationId = null;
      this.actorBudget = `rate:account:${sub}`;
      this.organizationBudget = null;
    }
  }
}
