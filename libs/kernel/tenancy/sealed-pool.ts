import { Logger } from '@nestjs/common';
import type { Pool, PoolClient } from 'pg';
import { run, Transaction, type Statement } from './transaction.js';

/** What the transaction carries: the sealed organisation for the policies, the rest for the ledger's trigger. */
export interface Settings {
  scope: string;
  actor: string;
  request: string;
  reason: string;
}

const BEGIN_READING: Statement = { name: 'begin reading', text: 'BEGIN READ ONLY' };
const BEGIN_WRITING: Statement = { name: 'begin writing', text: 'BEGIN READ WRITE' };
const COMMIT: Statement = { name: 'commit', text: 'COMMIT' };

/**
 * Settings travel as parameters and hold for this transaction only. As literals (`SET LOCAL`) they would stand in the
 * text of the statement, where logs and the list of activity show a seal to those who could use it.
 */
const ENTER = `SELECT current_setting('app.scope', true) AS leftover, set_config('app.scope', $1, true), set_config('app.actor', $2, true),
  set_config('app.request', $3, true), set_config('app.reason', $4, true)`;
const ENTER_READING = `SELECT current_setting('app.scope', true) AS leftover, set_config('app.scope', $1, true)`;

export class LeftoverScopeError extends Error {
  constructor() {
    super('A pooled connection carried the scope of an earlier request. It was destroyed; try again.');
  }
}

/**
 * The only place that opens transactions. BEGIN, the settings and the first statement are written together
 * (`pipeline: true`), so that row-level security costs no round trip of its own.
 */
export class SealedPool {
  private readonly log = new Logger('Tenancy');

  /** Poolers before pgbouncer 1.21 lose prepared statements between transactions: `prepared` false sends none. */
  constructor(
    readonly pool: Pool,
    private readonly prepared = true,
  ) {}

  /** One statement in a transaction of its own: one round trip. */
  async once<R>(settings: Settings, statement: Statement, mode: 'reading' | 'writing'): Promise<R[]> {
    const client = await this.pool.connect();
    let broken: Error | undefined;
    try {
      const [entered, result, ended] = await Promise.allSettled([
        this.enter(client, settings, mode),
        run<R>(client, statement, this.prepared),
        run(client, COMMIT, this.prepared),
      ]);
      broken = failureOf(entered) ?? failureOf(ended);
      if (broken) throw broken;
      if (result.status === 'rejected') throw result.reason;
      return result.value;
    } finally {
      client.release(broken);
    }
  }

  async transaction<T>(settings: Settings, organizationId: string | null, work: (transaction: Transaction) => Promise<T>): Promise<T> {
    const client = await this.pool.connect();
    const transaction = new Transaction(client, organizationId, this.prepared);
    let broken: Error | undefined;
    // Not awaited: the first statement of the work travels with it.
    const entered = this.enter(client, settings, 'writing').then(() => undefined, asError);
    try {
      let result: T;
      try {
        // Without a seal nothing would stop the first statement if BEGIN were cancelled just before it.
        const refused = settings.scope ? undefined : await entered;
        if (refused) throw refused;
        result = await work(transaction);
      } catch (error) {
        broken = (await entered) ?? (await client.query('ROLLBACK').then(() => undefined, asError));
        throw broken ?? error;
      }
      broken = await entered;
      if (broken) throw broken;
      const { command } = await client.query('COMMIT').catch((error: unknown) => {
        broken = asError(error);
        throw broken;
      });
      if (command !== 'COMMIT') throw new Error('The transaction was rolled back: one of its statements had failed and the failure was swallowed.');
      transaction.announceCommit();
      return result;
    } finally {
      client.release(broken);
    }
  }

  /** A connection that still carries a scope was poisoned by a `SET` outside a transaction: it is destroyed, never reused. */
  private async enter(client: PoolClient, { scope, actor, request, reason }: Settings, mode: 'reading' | 'writing'): Promise<void> {
    const statement =
      mode === 'reading'
        ? { name: 'enter reading', text: ENTER_READING, values: [scope] }
        : { name: 'enter writing', text: ENTER, values: [scope, actor, request, reason] };
    const [, answer] = await Promise.all([
      run(client, mode === 'reading' ? BEGIN_READING : BEGIN_WRITING, this.prepared),
      run<{ leftover: string | null }>(client, statement, this.prepared),
    ]);
    if (answer[0]?.leftover) {
      const error = new LeftoverScopeError();
      this.log.error(error.message);
      throw error;
    }
  }
}

function asError(reason: unknown): Error {
  return reason instanceof Error ? reason : new Error(String(reason));
}

function failureOf(outcome: PromiseSettledResult<unknown>): Error | undefined {
  return outcome.status === 'rejected' ? asError(outcome.reason) : undefined;
}
