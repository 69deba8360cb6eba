import { Injectable } from '@nestjs/common';
import { Problem } from '#kernel/pipeline/problem.js';
import { currentScope } from '#kernel/tenancy/scope.js';
import { currentIdentity, type Identity } from '../identity.js';
import { SessionWatch, type SessionState } from '../sessions/session-watch.js';
import { FactorPolicies } from './factor-policies.js';
import type { Proof } from './step-up.js';

/** How long a proof counts as just given. */
export const RECENT_MS = 10 * 60_000;

/** Whether the person behind a session has proved well and recently enough who they are, for what they are about to do. */
@Injectable()
export class Proofs {
  constructor(
    private readonly watch: SessionWatch,
    private readonly policies: FactorPolicies,
  ) {}

  /** True, or a refusal that says what is missing. Answers at once when nothing is asked. */
  satisfied(identity: Identity, state: SessionState, wanted: Proof | undefined, inOrganization: boolean): boolean | Promise<boolean> {
    const demanded = inOrganization && state.factorAt === null ? this.policies.demandedFrom() : null;
    if (demanded === null && wanted === undefined) return true;
    return this.judge(identity, state, wanted, demanded);
  }

  /** For services: refuses unless the caller has just proved who they are. Machinery has no session and is let through. */
  async demand(wanted: Proof = 'always'): Promise<void> {
    const identity = currentIdentity();
    if (identity) await this.judge(identity, await this.watch.state(identity), wanted, null);
    else if (currentScope().actor.kind !== 'system') throw stepUpRequired();
  }

  /** For what only a session with a second factor may do at all, such as operating the whole deployment. */
  async hasFactor(): Promise<boolean> {
    const identity = currentIdentity();
    if (!identity) return false;
    return (await this.watch.state(identity)).factorAt !== null || (await this.watch.ask(identity)).factorAt !== null;
  }

  private async judge(identity: Identity, state: SessionState, wanted: Proof | undefined, demanded: Date | null | Promise<Date | null>): Promise<boolean> {
    const from = await demanded;
    const now = currentScope().clock.now();
    if (from && from <= now) await this.expectFactor(identity);
    if (wanted === undefined || isRecent(state, wanted, now)) return true;
    if (!isRecent(await this.watch.ask(identity), wanted, now)) throw stepUpRequired();
    return true;
  }

  private async expectFactor(identity: Identity): Promise<void> {
    const { factorAt, hasFactor, confinedTo } = await this.watch.ask(identity);
    if (factorAt) return;
    if (confinedTo) throw new Problem(403, 'factor-required', 'A second factor is needed', 'This organisation asks its members for a second factor, and its identity provider has not asked you for one: sign in there with it, or tell your administrators.');
    if (hasFactor) throw stepUpRequired();
    throw new Problem(403, 'factor-required', 'A second factor is needed', 'This organisation asks its members for a second factor: set one up under /auth/factors, then go on.');
  }
}

/** The strongest that the account has: the second factor, or the password where there is none. */
function isRecent({ hasFactor, factorAt, provedAt }: SessionState, wanted: Proof, now: Date): boolean {
  if (!hasFactor && wanted === 'with-factor') return true;
  const last = hasFactor ? factorAt : provedAt;
  return last !== null && now.getTime() - last.getTime() < RECENT_MS;
}

function stepUpRequired(): Problem {
  return new Problem(403, 'step-up-required', 'Prove once more who you are', 'Send your second factor, or your password where you have none, to /auth/step-up, then repeat the request. Whoever came in through an identity provider begins at /auth/sso/step-up.');
}
