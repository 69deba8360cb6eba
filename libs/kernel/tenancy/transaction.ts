import diagnostics from 'node:diagnostics_channel';
import type { PoolClient } from 'pg';
import { RowsQuery, writtenTogether } from './sealed-query.js';

/** `name` makes it a named prepared statement: parsed and planned once per connection. */
export interface Statement {
  name?: string;
  text: string;
  values?: unknown[];
  /** So many columns, the first ones, are the fields of a record; they come as one JSON text, `json`. */
  recordColumns?: number;
}

/** Observability listens here; the kernel knows nothing of metrics. */
const queries = diagnostics.channel('tessera:query');
/** With text and values: only `x-explain` in development and tests of plans listen here. */
const statements = diagnostics.channel('tessera:statement');

/** Hears the id of each organisation in which something was written. */
export const commits = diagnostics.channel('tessera:commit');

export function run<R>(client: PoolClient, statement: Statement, prepared: boolean): Promise<R[]> {
  return observed(statement, () => send<R>(client, statement, prepared));
}

/** Measured only while somebody listens. */
export function observed<R>(statement: Statement, work: () => Promise<R[]>): Promise<R[]> {
  return queries.hasSubscribers || statements.hasSubscribers ? measured(statement, work) : work();
}

async function measured<R>(statement: Statement, work: () => Promise<R[]>): Promise<R[]> {
  const started = performance.now();
  let rows: R[] = [];
  try {
    rows = await work();
    return rows;
  } finally {
    const ran = { name: statement.name ?? 'unnamed', ms: performance.now() - started, rows: rows.length };
    queries.publish(ran);
    if (statements.hasSubscribers) statements.publish({ ...ran, statement });
  }
}

function send<R>(client: PoolClient, statement: Statement, prepared: boolean): Promise<R[]> {
  return new Promise((resolve, reject) => {
    submit(client, new RowsQuery(statement, prepared, (error, rows) => (error ? reject(error) : resolve(rows as R[]))));
  });
}

export function submit(client: PoolClient, query: RowsQuery): void {
  (client.query as (query: RowsQuery) => void)(query);
}

/** An open, sealed transaction. The doors get one from Tenancy; nobody else can make one. */
export class Transaction {
  private savepoints = 0;
  private readonly committed: (() => void)[] = [];

  constructor(
    private readonly client: PoolClient,
    readonly organizationId: string | null,
    private readonly prepared: boolean,
  ) {}

  query<R>(statement: Statement): Promise<R[]> {
    writtenTogether(this.client);
    return run<R>(this.client, statement, this.prepared);
  }

  /** Rolls back to where it began when the work throws, so that the transaction stays usable. */
  async attempt<T>(work: () => Promise<T>): Promise<T> {
    const name = `attempt_${(this.savepoints += 1)}`;
    await this.client.query(`SAVEPOINT ${name}`);
    try {
      const result = await work();
      await this.client.query(`RELEASE SAVEPOINT ${name}`);
      return result;
    } catch (error) {
      await this.client.query(`ROLLBACK TO SAVEPOINT ${name}; RELEASE SAVEPOINT ${name}`);
      throw error;
    }
  }

  /** For caches of this process. Anything that must not be lost belongs in the ledger instead. */
  afterCommit(effect: () => void): void {
    this.committed.push(effect);
  }

  /** Called by Tenancy once COMMIT has been answered. */
  announceCommit(): void {
    for (const effect of this.committed) effect();
    if (this.organizationId !== null) commits.publish(this.organizationId);
  }
}
