import type { Statement } from '#kernel/tenancy/transaction.js';
import type { Graph, Part } from '../graph/graph.js';

/** A workflow that is on, and what sets it off. */
export interface Listening {
  id: string;
  versionId: string;
  trigger: Part;
  since: Date;
}

/** What a run needs to know of its workflow. */
export interface Standing {
  name: string;
  state: string;
  versionId: string | null;
  runsAsId: string | null;
  graph: Graph;
}

const STANDING = `w.name, w.state, w.version_id AS "versionId", CASE WHEN w.version_id = v.id THEN w.runs_as_id ELSE v.published_by_id END AS "runsAsId"`;

export function listeningWorkflows(organizationId: string): Statement {
  return {
    name: 'workflow.listening',
    text: `SELECT w.id, w.version_id AS "versionId", v.graph -> 'trigger' AS trigger, w.on_since AS since FROM workflow w JOIN workflow_version v ON v.organization_id = w.organization_id AND v.id = w.version_id
           WHERE w.organization_id = $1 AND w.state = 'on' AND w.deleted_at IS NULL AND v.graph -> 'trigger' ->> 'kind' IN ('record', 'fact', 'form')`,
    values: [organizationId],
  };
}

/** With the graph of that very version, and whoever answers for it, whatever has been published since and by whom. */
export function standingOfWorkflow(organizationId: string, workflowId: string, versionId: string): Statement {
  return {
    name: 'workflow.standing',
    text: `SELECT ${STANDING}, v.graph FROM workflow w JOIN workflow_version v ON v.organization_id = w.organization_id AND v.id = $3
           WHERE w.organization_id = $1 AND w.id = $2 AND w.deleted_at IS NULL`,
    values: [organizationId, workflowId, versionId],
  };
}

/** Of several at once, without their graphs. */
export function standingsOfWorkflows(organizationId: string, asked: readonly [workflowId: string, versionId: string][]): Statement {
  return {
    name: 'workflow.standings',
    text: `SELECT w.id, v.id AS "askedId", ${STANDING} FROM unnest($2::uuid[], $3::uuid[]) AS asked (id, version_id) JOIN workflow w ON w.organization_id = $1 AND w.id = asked.id
           JOIN workflow_version v ON v.organization_id = w.organization_id AND v.id = asked.version_id WHERE w.deleted_at IS NULL`,
    values: [organizationId, asked.map(([id]) => id), asked.map(([, versionId]) => versionId)],
  };
}

export function graphsOfVersions(organizationId: string, ids: readonly string[]): Statement {
  return { name: 'workflowVersion.graphs', text: 'SELECT id, graph FROM workflow_version WHERE organization_id = $1 AND id = ANY ($2::uuid[])', values: [organizationId, ids] };
}

export function publishVersion(organizationId: string, version: { id: string; workflowId: string; graph: string; by: string }, now: Date): Statement {
  return {
    name: 'workflowVersion.publish',
    text: `INSERT INTO workflow_version (organization_id, id, created_at, created_by, updated_at, updated_by, workflow_id, number, graph, published_by_id)
           SELECT $1, $2, $3, $4, $3, $4, $5, coalesce(max(o.number), 0) + 1, $6, $4 FROM workflow_version o WHERE o.organization_id = $1 AND o.workflow_id = $5 RETURNING number::integer AS number`,
    values: [organizationId, version.id, now, version.by, version.workflowId, version.graph],
  };
}

/** What is read later than this is not what happened before it was switched on: the ledger's clock is that of the database. */
export function switchOn(organizationId: string, id: string, version: { id: string; by: string } | null, now: Date): Statement {
  return {
    name: 'workflow.switchOn',
    text: `UPDATE workflow SET state = 'on', on_since = clock_timestamp(), off_because = NULL, version_id = coalesce($3, version_id), runs_as_id = coalesce($4, runs_as_id), version = version + 1, updated_at = $5, updated_by = coalesce($4, updated_by)
           WHERE organization_id = $1 AND id = $2 AND coalesce($3, version_id) IS NOT NULL RETURNING id`,
    values: [organizationId, id, version?.id ?? null, version?.by ?? null, now],
  };
}

export function switchOff(organizationId: string, id: string, because: string | null, now: Date): Statement {
  return {
    name: 'workflow.switchOff',
    text: `UPDATE workflow SET state = 'off', off_because = $3, version = version + 1, updated_at = $4 WHERE organization_id = $1 AND id = $2 AND state = 'on' RETURNING id`,
    values: [organizationId, id, because, now],
  };
}

export function workflowsRunAs(organizationId: string, memberId: string): Statement {
  return { name: 'workflow.runAs', text: `SELECT id FROM workflow WHERE organization_id = $1 AND runs_as_id = $2 AND state = 'on' AND deleted_at IS NULL`, values: [organizationId, memberId] };
}

export function publishedVersion(organizationId: string, workflowId: string, mustBeOn = true): Statement {
  return {
    name: `workflow.published${mustBeOn ? '.on' : ''}`,
    text: `SELECT w.version_id AS "versionId", v.graph FROM workflow w JOIN workflow_version v ON v.organization_id = w.organization_id AND v.id = w.version_id WHERE w.organization_id = $1 AND w.id = $2 AND w.deleted_at IS NULL${mustBeOn ? ` AND w.state = 'on'` : ''}`,
    values: [organizationId, workflowId],
  };
}
