import pg from 'pg';
import type { Statement } from './transaction.js';

/** The parts of pg's wire protocol that a query of one's own may use. */
interface Connection {
  parsedStatements: Record<string, string>;
  stream: { cork(): void; uncork(): void };
  parse(message: { name: string; text: string }): void;
  bind(message: { portal: string; statement: string; values: unknown[] }): void;
  execute(message: { portal: string }): void;
}

interface ProtocolQuery {
  prepare(connection: Connection): void;
  handleDataRow(message: { fields: (string | null)[] }): void;
  handleCommandComplete(message: unknown, connection: Connection): void;
}

const ProtocolQuery = pg.Query as unknown as new (config: object) => ProtocolQuery;

/**
 * Two statements under one Sync: entering the scope, then the statement itself. Postgres runs them in one implicit
 * transaction that ends with the Sync, so the sealed scope costs no BEGIN, no COMMIT and no round trip, and nothing of it
 * can stay behind.
 */
export class SealedQuery extends ProtocolQuery {
  /** What the connection still carried when it was taken; must be empty. */
  leftover: string | null = null;
  private entering = true;

  constructor(
    private readonly enter: Required<Statement>,
    { name, text, values }: Statement,
    private readonly prepared: boolean,
    callback: (error: Error | null, result: { rows: unknown[] }) => void,
  ) {
    super({ name: prepared ? name : undefined, text, values, queryMode: 'extended', callback });
  }

  override prepare(connection: Connection): void {
    const { name, text, values } = this.enter;
    if (!this.prepared) connection.parse({ name: '', text });
    connection.bind({ portal: '', statement: this.prepared ? name : '', values });
    connection.execute({ portal: '' });
    super.prepare(connection);
  }

  override handleDataRow(message: { fields: (string | null)[] }): void {
    if (this.entering) this.leftover = message.fields[0] ?? null;
    else super.handleDataRow(message);
  }

  override handleCommandComplete(message: unknown, connection: Connection): void {
    if (this.entering) this.entering = false;
    else super.handleCommandComplete(message, connection);
  }
}

/** Prepared once per connection; its answer to Parse would otherwise be taken for that of the statement that follows. */
export async function preparedOn(client: pg.PoolClient, enter: Required<Statement>): Promise<void> {
  if (connectionOf(client).parsedStatements[enter.name] === undefined) await client.query({ ...enter, values: enter.values.map(() => '') });
}

/** What is sent until the end of this tick goes out in one packet. */
export function writtenTogether(client: pg.PoolClient): void {
  const { stream } = connectionOf(client);
  stream.cork();
  process.nextTick(() => stream.uncork());
}

function connectionOf(client: pg.PoolClient): Connection {
  return (client as unknown as { connection: Connection }).connection;
}
