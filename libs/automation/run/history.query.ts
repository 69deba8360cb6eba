import type { Statement } from '#kernel/tenancy/transaction.js';

export interface RunOfEntry {
  id: string;
  workflowId: string;
  state: string;
  reason: string | null;
}

/** A run as it is shown. Its steps say what happened, with ids and names; what the records hold is read under the reader's own rights. */
const SHOWN = `r.id, r.workflow_id AS "workflowId", r.version_id AS "versionId", r.as_id AS "runsAsId", r.cause, r.entry_id AS "entryId", r.noun, r.record_id AS "recordId", r.state, r.reason,
  r.position ->> 'at' AS "at", r.waits_for AS "waitsFor", r.waits_until AS "waitsUntil", r.parent_run_id AS "parentRunId", r.started_at AS "startedAt", r.ended_at AS "endedAt",
  (SELECT coalesce(json_agg(json_build_object('id', c.id, 'name', w.name) ORDER BY c.n), '[]') FROM unnest(r.chain) WITH ORDINALITY AS c (id, n) LEFT JOIN workflow w ON w.organization_id = r.organization_id AND w.id = c.id) AS chain`;

export function runsOfEntry(organizationId: string, entryId: string): Statement {
  return { name: 'workflowRun.ofEntry', text: `SELECT id, workflow_id AS "workflowId", state, reason FROM workflow_run WHERE organization_id = $1 AND entry_id = $2 ORDER BY id`, values: [organizationId, entryId] };
}

/** Newest first; ids are ordered by time. */
export function runsOfWorkflow(organizationId: string, workflowId: string, state: string | null, before: string | null, most: number): Statement {
  return {
    name: 'workflowRun.ofWorkflow',
    text: `SELECT ${SHOWN} FROM workflow_run r WHERE r.organization_id = $1 AND r.workflow_id = $2 AND ($3::text IS NULL OR r.state = $3) AND ($4::uuid IS NULL OR r.id < $4) ORDER BY r.id DESC LIMIT $5`,
    values: [organizationId, workflowId, state, before, most],
  };
}

export function shownRun(organizationId: string, id: string): Statement {
  return { name: 'workflowRun.shown', text: `SELECT ${SHOWN} FROM workflow_run r WHERE r.organization_id = $1 AND r.id = $2`, values: [organizationId, id] };
}

export function stepsOfRun(organizationId: string, runId: string, most: number): Statement {
  return {
    name: 'workflowStep.ofRun',
    text: `SELECT no, step, kind, outcome, note, error, started_at AS "startedAt", ended_at AS "endedAt" FROM workflow_step WHERE organization_id = $1 AND run_id = $2 ORDER BY no LIMIT $3`,
    values: [organizationId, runId, most],
  };
}

/** How many runs there are by how they stand, and at which step those wait that wait. */
export function countsOfWorkflow(organizationId: string, workflowId: string): Statement {
  return {
    name: 'workflowRun.counts',
    text: `SELECT state, CASE WHEN state IN ('running', 'waiting', 'failed') THEN position ->> 'at' END AS at, count(*)::integer AS count FROM workflow_run WHERE organization_id = $1 AND workflow_id = $2 GROUP BY 1, 2 ORDER BY 1, 2`,
    values: [organizationId, workflowId],
  };
}

export function versionsOfWorkflow(organizationId: string, workflowId: string, most: number): Statement {
  return {
    name: 'workflowVersion.ofWorkflow',
    text: `SELECT id, number::integer AS number, graph, created_at AS "publishedAt", published_by_id AS "publishedById" FROM workflow_version WHERE organization_id = $1 AND workflow_id = $2 ORDER BY number DESC LIMIT $3`,
    values: [organizationId, workflowId, most],
  };
}

/** With their steps. */
export function deleteEndedRuns(organizationId: string, before: Date, most: number): Statement {
  return {
    name: 'workflowRun.deleteEnded',
    text: `WITH due AS (SELECT id FROM workflow_run WHERE organization_id = $1 AND ended_at < $2 ORDER BY ended_at LIMIT $3),
             steps AS (DELETE FROM workflow_step s USING due WHERE s.organization_id = $1 AND s.run_id = due.id)
           DELETE FROM workflow_run r USING due WHERE r.organization_id = $1 AND r.id = due.id RETURNING r.id`,
    values: [organizationId, before, most],
  };
}
