import diagnostics from 'node:diagnostics_channel';
import type { PoolClient, QueryResult } from 'pg';

/** `name` makes it a named prepared statement: parsed and planned once per connection. */
export interface Statement {
  name?: string;
  text: string;
  values?: unknown[];
}

/** Observability listens here; the kernel knows nothing of metrics. */
const queries = diagnostics.channel('tessera:query');
/** With text and values: only `x-explain` in development and tests of plans listen here. */
const statements = diagnostics.channel('tessera:statement');

export function run<R>(client: PoolClient, statement: Statement, prepared: boolean): Promise<R[]> {
  return observed(statement, async () => (await send<R>(client, statement, prepared)).rows);
}

/** Measured only while somebody listens. */
export async function observed<R>(statement: Statement, work: () => Promise<R[]>): Promise<R[]> {
  if (!queries.hasSubscribers && !statements.hasSubscribers) return work();
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

function send<R>(client: PoolClient, { name, text, values }: Statement, prepared: boolean): Promise<QueryResult<R & object>> {
  // A copy: the driver keeps state on the object that it is given, and a prepared shape is shared by many requests.
  return client.query<R & object>({ name: prepared ? name : undefined, text, values });
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
  }
}
