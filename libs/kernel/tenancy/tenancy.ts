import type { Pool } from 'pg';
import { actorIdOf, anonymousScope, currentOrganizationId, currentScope, runInScope, scopeIfAny, type Actor, type Scope } from './scope.js';
import type { Seal } from './seal.js';
import { SealedPool, type Settings } from './sealed-pool.js';
import { commits, type Statement, type Transaction } from './transaction.js';
import { uuidv7 } from './uuid.js';

export interface PoolState {
  total: number;
  idle: number;
  waiting: number;
}

/** Tenant data: every statement runs as `crm_app`, in a transaction that carries the sealed organisation of the scope. */
export class Tenancy {
  private readonly sealed: SealedPool;

  constructor(
    pool: Pool,
    private readonly seal: Seal,
    prepared = true,
  ) {
    this.sealed = new SealedPool(pool, prepared);
  }

  async read<R>(statement: Statement): Promise<R[]> {
    const { transaction } = currentScope();
    if (transaction) return transaction.query<R>(statement);
    return this.sealed.once<R>(this.settings(), statement, 'reading');
  }

  /** One writing statement that needs no answer before it may be committed: one round trip. */
  async write<R>(statement: Statement): Promise<R[]> {
    const { transaction } = currentScope();
    if (transaction) return transaction.query<R>(statement);
    const rows = await this.sealed.once<R>(this.settings(), statement, 'writing');
    commits.publish(currentOrganizationId());
    return rows;
  }

  async transaction<T>(work: (transaction: Transaction) => Promise<T>): Promise<T> {
    const scope = currentScope();
    if (scope.transaction) return work(scope.transaction);
    const organizationId = currentOrganizationId();
    return this.sealed.transaction(this.settings(), organizationId, (transaction) =>
      runInScope({ ...scope, transaction }, () => work(transaction)),
    );
  }

  async ping(): Promise<void> {
    await this.sealed.pool.query('SELECT 1');
  }

  pool(): PoolState {
    return stateOf(this.sealed.pool);
  }

  private settings(): Settings {
    return { scope: this.seal.of(currentOrganizationId()), ...author(currentScope()) };
  }
}

/** The few global tables (accounts, organisations, who belongs where), as `crm_platform`, which has no grant on any tenant table. */
export class PlatformDatabase {
  private readonly sealed: SealedPool;

  constructor(pool: Pool, prepared = true) {
    this.sealed = new SealedPool(pool, prepared);
  }

  async query<R>(statement: Statement): Promise<R[]> {
    return this.transaction((transaction) => transaction.query<R>(statement));
  }

  async transaction<T>(work: (transaction: Transaction) => Promise<T>): Promise<T> {
    return this.sealed.transaction({ scope: '', ...author(currentScope()) }, null, work);
  }

  /** Hears what is notified, on a connection of its own, until that breaks (`lost`) or the answer is called. */
  async listen(channel: string, heard: (payload: string) => void, lost: () => void): Promise<() => void> {
    const client = await this.sealed.pool.connect();
    client.on('notification', ({ payload = '' }) => heard(payload)).on('error', () => undefined);
    await client.query(`LISTEN ${client.escapeIdentifier(channel)}`);
    let open = true;
    const end = () => {
      if (open) client.release(true);
      open = false;
    };
    client.once('end', () => (end(), lost()));
    return end;
  }

  async ping(): Promise<void> {
    await this.sealed.pool.query('SELECT 1');
  }

  pool(): PoolState {
    return stateOf(this.sealed.pool);
  }
}

/** Jobs, schedules and sockets enter a tenant here. What was known of the request (id, clock) is carried on. */
export function inOrganization<T>(organizationId: string, actor: Actor, work: () => Promise<T>): Promise<T> {
  const outer = scopeIfAny() ?? anonymousScope(uuidv7());
  const reason = actor.kind === 'system' ? actor.reason : null;
  return runInScope({ ...outer, organizationId, actor, reason, transaction: null }, work);
}

/** The one way to act without a person. The reason is required and is written to the ledger with every change. */
export function asSystem<T>(reason: string, work: () => Promise<T>): Promise<T> {
  if (!reason.trim()) throw new TypeError('asSystem() needs a reason: say why the system acts.');
  const outer = scopeIfAny() ?? anonymousScope(uuidv7());
  return runInScope({ ...outer, actor: { kind: 'system', reason }, reason }, work);
}

/** Read by the ledger's trigger, so that no code path can forget who did it. */
function author({ actor, requestId, reason }: Scope): Omit<Settings, 'scope'> {
  return { actor: actorIdOf(actor) ?? '', request: requestId, reason: reason ?? '' };
}

function stateOf(pool: Pool): PoolState {
  return { total: pool.totalCount, idle: pool.idleCount, waiting: pool.waitingCount };
}
