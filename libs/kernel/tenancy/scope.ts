import { AsyncLocalStorage } from 'node:async_hooks';
import type { Transaction } from './transaction.js';

/**
 * Who acts. `member` acts inside one organisation, and so does `key`, a program that works for a member under its own name;
 * `client` is an application that was let in: on behalf of the member who consented, or as itself, within what its owner may do;
 * `account` is signed in but has chosen none, `system` is our own machinery.
 */
export type Actor =
  | { kind: 'anonymous' }
  | { kind: 'account'; accountId: string }
  | { kind: 'member'; accountId: string; memberId: string }
  | { kind: 'key'; keyId: string; memberId: string }
  | { kind: 'client'; clientId: string; memberId: string; scopes: string; onBehalf: boolean }
  | { kind: 'system'; reason: string };

/** As whom the ledger knows them. */
export function actorIdOf(actor: Actor): string | null {
  if (actor.kind === 'client' && !actor.onBehalf) return actor.clientId;
  return 'keyId' in actor ? actor.keyId : 'memberId' in actor ? actor.memberId : 'accountId' in actor ? actor.accountId : null;
}

export interface Clock {
  now(): Date;
}

export const systemClock: Clock = { now: () => new Date() };

/**
 * What holds for everything that happens on behalf of one request, job, schedule tick or socket message.
 * Tenant, actor and clock are read from here and from nowhere else.
 */
export interface Scope {
  readonly requestId: string;
  readonly clock: Clock;
  readonly actor: Actor;
  readonly organizationId: string | null;
  /** Why machinery or an operator acts; required for `system`, written to the ledger. */
  readonly reason: string | null;
  readonly transaction: Transaction | null;
}

const storage = new AsyncLocalStorage<Scope>();

export class NoScopeError extends Error {
  constructor() {
    super('Nothing is in scope. Enter one with runInScope(), or let the edge, a job or a schedule do it.');
  }
}

export class NoOrganizationError extends Error {
  constructor() {
    super('No organisation is in scope. The actor must choose one before tenant data can be touched.');
  }
}

export function currentScope(): Scope {
  const scope = storage.getStore();
  if (!scope) throw new NoScopeError();
  return scope;
}

export function scopeIfAny(): Scope | undefined {
  return storage.getStore();
}

export function currentOrganizationId(): string {
  const { organizationId } = currentScope();
  if (!organizationId) throw new NoOrganizationError();
  return organizationId;
}

export function runInScope<R>(scope: Scope, work: () => R): R {
  return storage.run(scope, work);
}

export function anonymousScope(requestId: string, clock: Clock = systemClock): Scope {
  return { requestId, clock, actor: { kind: 'anonymous' }, organizationId: null, reason: null, transaction: null };
}
