import type { Statement } from '#kernel/tenancy/transaction.js';
import type { Json } from '#kernel/field/field.js';
import type { RunState } from '../graph/walk.js';
import type { Note } from '../step/step-type.js';

export type RunStanding = 'running' | 'waiting' | 'done' | 'failed' | 'stopped';

export interface Run {
  id: string;
  workflowId: string;
  versionId: string;
  /** The member as whom it acts. */
  asId: string;
  /** What set it off: an entry of the ledger, a schedule, a button, another workflow, or somebody who replays it. */
  cause: string;
  entryId: string | null;
  noun: string | null;
  recordId: string | null;
  parentRunId: string | null;
  parentTurn: number | null;
  /** The workflows that led to it, itself the last. */
  chain: string[];
  requestId: string | null;
  state: RunStanding;
  /** Counts its transactions: whoever comes with an older number comes too late. */
  turn: number;
  position: RunState;
}

export interface StepTaken {
  id: string;
  no: number;
  step: string;
  kind: string;
  outcome: string;
  note: Note;
  /** Where the run stood when it began: from there it can be taken again. */
  position: RunState;
  error: string | null;
  startedAt: Date;
  endedAt: Date;
}

export interface Resting {
  state: RunStanding;
  turn: number;
  position: RunState;
  reason: string | null;
  waitsFor: string | null;
  waitsOn: string | null;
  waitsUntil: Date | null;
}

const COLUMNS = `id, workflow_id AS "workflowId", version_id AS "versionId", as_id AS "asId", cause, entry_id AS "entryId", noun, record_id AS "recordId",
  parent_run_id AS "parentRunId", parent_turn AS "parentTurn", chain, request_id AS "requestId", state, turn, position`;

/** As it stands after its first transaction. No row when it has begun already. */
export function beginRun(organizationId: string, run: Run, { state, turn, position, reason, waitsFor, waitsOn, waitsUntil }: Resting, now: Date): Statement {
  return {
    name: 'workflowRun.begin',
    text: `INSERT INTO workflow_run (organization_id, id, workflow_id, version_id, as_id, cause, entry_id, noun, record_id, parent_run_id, parent_turn, chain, request_id, started_at, state, turn, position, reason, waits_for, waits_on, waits_until, ended_at)
           VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22) ON CONFLICT (organization_id, id) DO NOTHING RETURNING id`,
    values: [
      organizationId, run.id, run.workflowId, run.versionId, run.asId, run.cause, run.entryId, run.noun, run.recordId, run.parentRunId, run.parentTurn, run.chain, run.requestId, now,
      state, turn, JSON.stringify(position), shortened(reason), waitsFor, waitsOn, waitsUntil, endOf(state, now),
    ],
  };
}

/** Locked until the transaction ends: of two who want to take it on, the second comes too late. */
export function lockRun(organizationId: string, id: string): Statement {
  return { name: 'workflowRun.lock', text: `SELECT ${COLUMNS} FROM workflow_run WHERE organization_id = $1 AND id = $2 FOR UPDATE`, values: [organizationId, id] };
}

export function findRuns(organizationId: string, ids: readonly string[]): Statement {
  return { name: 'workflowRun.find', text: `SELECT ${COLUMNS} FROM workflow_run WHERE organization_id = $1 AND id = ANY ($2::uuid[])`, values: [organizationId, ids] };
}

export function restRun(organizationId: string, id: string, { state, turn, position, reason, waitsFor, waitsOn, waitsUntil }: Resting, now: Date): Statement {
  return {
    name: 'workflowRun.rest',
    text: `UPDATE workflow_run SET state = $3, turn = $4, position = $5, reason = $6, waits_for = $7, waits_on = $8, waits_until = $9, ended_at = $10 WHERE organization_id = $1 AND id = $2`,
    values: [organizationId, id, state, turn, JSON.stringify(position), shortened(reason), waitsFor, waitsOn, waitsUntil, endOf(state, now)],
  };
}

export function addSteps(organizationId: string, runId: string, steps: readonly StepTaken[]): Statement {
  const values: unknown[] = [organizationId, runId];
  const tuples = steps.map(({ id, no, step, kind, outcome, note, position, error, startedAt, endedAt }) => {
    const n = values.push(id, no, step, kind, outcome, JSON.stringify(note), JSON.stringify(position), shortened(error), startedAt, endedAt) - 9;
    return `($1, $${n}, $2, ${[1, 2, 3, 4, 5, 6, 7, 8, 9].map((more) => `$${n + more}`).join(', ')})`;
  });
  return {
    ...(steps.length <= 10 && { name: `workflowStep.add${steps.length}` }),
    text: `INSERT INTO workflow_step (organization_id, id, run_id, no, step, kind, outcome, note, position, error, started_at, ended_at) VALUES ${tuples.join(', ')}`,
    values,
  };
}

/** Runs that wait for one of these to happen to this record, or to anything. */
export function runsWaitingFor(organizationId: string, names: readonly string[]): Statement {
  return {
    name: 'workflowRun.waitingFor',
    text: `SELECT id, turn, waits_for AS "waitsFor", waits_on AS "waitsOn" FROM workflow_run WHERE organization_id = $1 AND waits_for = ANY ($2) AND state = 'waiting'`,
    values: [organizationId, names],
  };
}

/** The last one, if none is named. */
export function stepAt(organizationId: string, runId: string, no: number | null): Statement {
  return { name: 'workflowStep.at', text: `SELECT position FROM workflow_step WHERE organization_id = $1 AND run_id = $2 AND ($3::integer IS NULL OR no = $3) ORDER BY no DESC LIMIT 1`, values: [organizationId, runId, no] };
}

/** Of what is still under way when its principal leaves or somebody stops it. */
export function stopRuns(organizationId: string, which: { asId: string } | { workflowId: string } | { id: string }, reason: string, now: Date): Statement {
  const [[name, value]] = Object.entries(which) as [[string, string]];
  const column = { asId: 'as_id', workflowId: 'workflow_id', id: 'id' }[name]!;
  return {
    name: `workflowRun.stop.${column}`,
    text: `UPDATE workflow_run SET state = 'stopped', turn = turn + 1, reason = $3, waits_for = NULL, waits_on = NULL, waits_until = NULL, ended_at = $4
           WHERE organization_id = $1 AND ${column} = $2 AND state IN ('running', 'waiting') RETURNING id, parent_run_id AS "parentRunId", parent_turn AS "parentTurn"`,
    values: [organizationId, value, reason, now],
  };
}

export interface LedgerRow {
  id: string;
  kind: 'change' | 'fact';
  subject: string;
  recordId: string | null;
  what: string;
  changed: string[];
  before: { [column: string]: Json } | null;
  after: { [column: string]: Json } | null;
  requestId: string | null;
  happenedAt: Date;
}

const ENTRY = `id, kind, subject, record_id AS "recordId", what, changed, before, after, request_id AS "requestId", happened_at AS "happenedAt"`;

export function ledgerEntry(organizationId: string, id: string): Statement {
  return { name: 'automation.entry', text: `SELECT ${ENTRY} FROM ledger_entry WHERE organization_id = $1 AND id = $2`, values: [organizationId, id] };
}

export function ledgerEntries(organizationId: string, ids: readonly string[]): Statement {
  return { name: 'automation.entries', text: `SELECT ${ENTRY} FROM ledger_entry WHERE organization_id = $1 AND id = ANY ($2::uuid[])`, values: [organizationId, ids] };
}

export function latestChange(organizationId: string, subject: string, recordId: string): Statement {
  return { name: 'automation.latestChange', text: `SELECT ${ENTRY} FROM ledger_entry WHERE organization_id = $1 AND subject = $2 AND record_id = $3 AND kind = 'change' ORDER BY id DESC LIMIT 1`, values: [organizationId, subject, recordId] };
}

function shortened(text: string | null): string | null {
  return text?.slice(0, 1_000) ?? null;
}

function endOf(state: RunStanding, now: Date): Date | null {
  return state === 'running' || state === 'waiting' ? null : now;
}
