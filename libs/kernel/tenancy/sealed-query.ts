import pg from 'pg';
import { rowReader, type Column, type Row, type RowReader } from './row-reader.js';
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
  name: string | undefined;
  queryMode: string;
  prepare(connection: Connection): void;
}

export type Enter = Required<Pick<Statement, 'name' | 'text' | 'values'>>;
type Answered = (error: Error | null, rows: Row[]) => void;

const ProtocolQuery = pg.Query as unknown as new (text: string, values: unknown[] | undefined, callback: (error: Error | null) => void) => ProtocolQuery;

/** The driver's own query tells a listener of every row and builds a class for every answer; a list of fifty pays for that. */
export class RowsQuery extends ProtocolQuery {
  private readonly found: Row[] = [];
  private reader!: RowReader;
  private unreadable: Error | null = null;

  constructor(
    protected readonly statement: Statement,
    protected readonly prepared: boolean,
    private readonly answered: Answered,
  ) {
    super(statement.text, statement.values, (error) => answered(error, []));
    this.name = prepared ? statement.name : undefined;
    this.queryMode = 'extended';
  }

  handleRowDescription({ fields }: { fields: Column[] }): void {
    this.guarded(() => (this.reader = rowReader(fields, this.statement)));
  }

  handleDataRow({ fields }: { fields: (string | null)[] }): void {
    this.guarded(() => this.found.push(this.reader(fields)));
  }

  handleCommandComplete(_message: unknown): void {
    // What was done is told by the rows.
  }

  handleReadyForQuery(): void {
    this.answered(this.unreadable, this.found);
  }

  /** What is thrown here would be thrown in the socket's handler and end the process. */
  private guarded(read: () => void): void {
    if (this.unreadable) return;
    try {
      read();
    } catch (error) {
      this.unreadable = error as Error;
    }
  }
}

/**
 * Two statements under one Sync: entering the scope, then the statement itself. Postgres runs them in one implicit
 * transaction that ends with the Sync, so the sealed scope costs no BEGIN, no COMMIT and no round trip, and nothing of it
 * can stay behind.
 */
export class SealedQuery extends RowsQuery {
  /** What the connection still carried when it was taken; must be empty. */
  leftover: string | null = null;
  private entering = true;

  constructor(
    private readonly enter: Enter,
    statement: Statement,
    prepared: boolean,
    answered: Answered,
  ) {
    super(statement, prepared, answered);
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

  override handleCommandComplete(message: unknown): void {
    if (this.entering) this.entering = false;
    else super.handleCommandComplete(message);
  }
}

/** Prepared once per connection; its answer to Parse would otherwise be taken for that of the statement that follows. */
export function isPreparedOn(client: pg.PoolClient, { name }: Enter): boolean {
  return connectionOf(client).parsedStatements[name] !== undefined;
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
