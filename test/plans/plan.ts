import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import pg from 'pg';
import type { Tenancy } from '#kernel/tenancy/tenancy.js';
import type { Statement } from '#kernel/tenancy/transaction.js';

/** A node of EXPLAIN (FORMAT JSON), as far as it is looked at. */
export interface PlanNode {
  'Node Type': string;
  'Relation Name'?: string;
  'Index Name'?: string;
  'Index Cond'?: string;
  'Recheck Cond'?: string;
  Filter?: string;
  'One-Time Filter'?: string;
  Plans?: PlanNode[];
}

export interface Explained {
  statement: Statement;
  /** The plan of the first call, and the one that a connection has settled on after some more. */
  plans: { first: PlanNode; settled: PlanNode };
}

const CALLS_UNTIL_SETTLED = 7;

/** The statements that the work really sends to tables. */
export async function statementsOf(work: () => Promise<unknown>): Promise<Statement[]> {
  const sent: Statement[] = [];
  const note = (message: unknown): void => {
    const { statement } = message as { statement: Statement };
    if (/^\s*(SELECT|INSERT|UPDATE|WITH)\b/.test(statement.text) && !statement.text.includes('set_config')) sent.push(statement);
  };
  subscribe('tessera:statement', note);
  try {
    await work();
  } finally {
    unsubscribe('tessera:statement', note);
  }
  return sent;
}

/** In the scope of the organisation, by the role that serves it, as a prepared statement: after some calls Postgres may settle on a plan that fits all values. */
export async function explained(statement: Statement, tenancy: Tenancy): Promise<Explained> {
  return tenancy.transaction(async (transaction) => {
    await transaction.query({ text: `PREPARE probe AS ${statement.text}` });
    const plans: PlanNode[] = [];
    const values = (statement.values ?? []).map(literal).join(', ');
    for (let call = 0; call < CALLS_UNTIL_SETTLED; call += 1) {
      const [row] = await transaction.query<{ 'QUERY PLAN': [{ Plan: PlanNode }] }>({ text: `EXPLAIN (FORMAT JSON) EXECUTE probe${values ? ` (${values})` : ''}` });
      plans.push(row!['QUERY PLAN'][0].Plan);
    }
    await transaction.query({ text: 'DEALLOCATE probe' });
    return { statement, plans: { first: plans[0]!, settled: plans.at(-1)! } };
  });
}

export function nodesOf(plan: PlanNode): PlanNode[] {
  return [plan, ...(plan.Plans ?? []).flatMap(nodesOf)];
}

/** What makes a plan unfit for a table of which most rows are others'. */
export function faultsOf(plan: PlanNode, big: readonly string[]): string[] {
  const faults: string[] = [];
  for (const node of nodesOf(plan)) {
    const of = `${node['Node Type']} on ${node['Relation Name'] ?? node['Index Name'] ?? 'nothing'}`;
    if (node['Node Type'] === 'Seq Scan' && big.includes(node['Relation Name']!)) faults.push(`${of}: reads everybody's rows`);
    if (/^(Bitmap )?Index (Only )?Scan/.test(node['Node Type']) && !node['Index Cond']?.includes('organization_id')) faults.push(`${of}: its condition ${node['Index Cond'] ?? ''} lacks the organisation`);
    if (node.Filter?.includes('current_org()')) faults.push(`${of}: asks for the seal once per row`);
  }
  return faults;
}

export function indexConditions(plan: PlanNode): string {
  return nodesOf(plan).map((node) => node['Index Cond'] ?? '').join(' ');
}

function literal(value: unknown): string {
  if (value === null || value === undefined) return 'NULL';
  if (value instanceof Date) return pg.escapeLiteral(value.toISOString());
  if (Array.isArray(value)) return pg.escapeLiteral(`{${value.map((each) => (each === null ? 'NULL' : JSON.stringify(each))).join(',')}}`);
  return pg.escapeLiteral(typeof value === 'string' ? value : JSON.stringify(value));
}
