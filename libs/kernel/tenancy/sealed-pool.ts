import { Logger } from '@nestjs/common';
import type { Pool, PoolClient } from 'pg';
import { isPreparedOn, SealedQuery, writtenTogether, type Enter } from './sealed-query.js';
import { observed, run, submit, Transaction, type Statement } from './transaction.js';

/** What the transaction carries: the sealed organisation for the policies, the rest for the ledger's trigger. */
export interface Settings {
  scope: string;
  actor: string;
  request: string;
  reason: string;
}

/**
 * Settings travel as parameters and hold for this transaction only. As literals (`SET LOCAL`) they would stand in the
 * text of the statement, where logs and the list of activity show a seal to those who could use it.
 */
const ENTER_WRITING = `SELECT current_setting('app.scope', true) AS leftover, set_config('app.scope', $1, true), set_config('app.actor', $2, true),
  set_config('app.request', $3, true), set_config('app.reason', $4, true)`;
const ENTER_READING = `SELECT current_setting('app.scope', true) AS leftover, set_config('app.scope', $1, true), set_config('transaction_read_only', 'on', true)`;

export class LeftoverScopeError extends Error {
  constructor() {
    super('A pooled connection carried the scope of an earlier request. It was destroyed; try again.');
  }
}

/** The only place that opens transactions. */
export class SealedPool {
  private readonly log = new Logger('Tenancy');

  /** Poolers before pgbouncer 1.21 lose prepared statements between transactions: `prepared` false sends none. */
  constructor(
    readonly pool: Pool,
    private readonly prepared = true,
  ) {
    // Cut between two statements, a connection says so to nobody in particular, which would end the process; the next statement on it fails.
    pool.on('acquire', (client) => client.off('error', nothing).on('error', nothing));
  }

  /** One statement in a transaction of its own: one packet there, one back. */
  once<R>(settings: Settings, statement: Statement, mode: 'reading' | 'writing'): Promise<R[]> {
    return observed(statement, () => this.sealed<R>(enterStatement(settings, mode), statement));
  }

  async transaction<T>(settings: Settings, organizationId: string | null, work: (transaction: Transaction) => Promise<T>): Promise<T> {
    const client = await this.pool.connect();
    const transaction = new Transaction(client, organizationId, this.prepared);
    let broken: Error | undefined;
    // Not awaited: the first statement of the work travels with it.
    writtenTogether(client);
    const entered = this.begin(client, settings).then(() => undefined, asError);
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

  /** Callbacks, since each promise on this way of every read costs a hundredth of it. */
  private sealed<R>(enter: Enter, statement: Statement): Promise<R[]> {
    return new Promise((resolve, reject) => {
      this.pool.connect((failure, client, release) => {
        if (failure || !client) return reject(failure ?? new Error('The pool gave no connection.'));
        const ended = (error: Error | null, rows: unknown[]) => {
          // An error that Postgres reported leaves the connection sound; any other one may not.
          release(error && !(error as { severity?: string }).severity ? error : undefined);
          if (error) reject(error);
          else resolve(rows as R[]);
        };
        const query = new SealedQuery(enter, statement, this.prepared, (error, rows) => ended(query.leftover ? this.poisoned() : error, rows));
        if (!this.prepared || isPreparedOn(client, enter)) submit(client, query);
        else client.query({ ...enter, values: enter.values.map(() => '') }).then(() => submit(client, query), (error: Error) => ended(error, []));
      });
    });
  }

  private async begin(client: PoolClient, settings: Settings): Promise<void> {
    const [, answer] = await Promise.all([
      run(client, { name: 'begin', text: 'BEGIN' }, this.prepared),
      run<{ leftover: string | null }>(client, enterStatement(settings, 'writing'), this.prepared),
    ]);
    if (answer[0]?.leftover) throw this.poisoned();
  }

  /** A connection that still carries a scope was poisoned by a `SET` outside a transaction: it is destroyed, never reused. */
  private poisoned(): LeftoverScopeError {
    const error = new LeftoverScopeError();
    this.log.error(error.message);
    return error;
  }
}

function nothing(): void {}

function enterStatement({ scope, actor, request, reason }: Settings, mode: 'reading' | 'writing'): Enter {
  return mode === 'reading' ? { name: 'enter reading', text: ENTER_READING, values: [scope] } : { name: 'enter writing', text: ENTER_WRITING, values: [scope, actor, request, reason] };
}

function asError(reason: unknown): Error {
  return reason instanceof Error ? reason : new Error(String(reason));
}
