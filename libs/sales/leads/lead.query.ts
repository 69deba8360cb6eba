import type { Json } from '#kernel/field/field.js';
import type { Statement } from '#kernel/tenancy/transaction.js';
import type { LeadPhase } from './lead-status.js';

export interface StatusRow {
  id: string;
  name: string;
  phase: LeadPhase;
}

export function liveStatuses(organizationId: string): Statement {
  return { name: 'lead.statuses', text: `SELECT id, name, phase FROM lead_status WHERE organization_id = $1 AND deleted_at IS NULL ORDER BY position, id`, values: [organizationId] };
}

export interface AssignmentRow {
  id: string;
  where: Json;
  teamId: string | null;
  members: string[] | null;
  way: 'turns' | 'load';
  capacity: number | null;
}

export function activeAssignments(organizationId: string): Statement {
  return {
    name: 'lead.assignments',
    text: `SELECT id, "where", team_id AS "teamId", members, way, capacity::integer AS capacity FROM assignment_rule WHERE organization_id = $1 AND active AND deleted_at IS NULL ORDER BY position, id`,
    values: [organizationId],
  };
}

export function leadOfExternalId(organizationId: string, externalId: string): Statement {
  return { name: 'lead.ofExternalId', text: `SELECT id FROM lead WHERE organization_id = $1 AND external_id = $2 AND deleted_at IS NULL`, values: [organizationId, externalId] };
}

/** One at a time for each id, so that the second of two at once finds what the first has made. */
export function holdExternalId(organizationId: string, externalId: string): Statement {
  return { name: 'lead.holdExternalId', text: `SELECT pg_advisory_xact_lock(hashtextextended('lead ' || $1::uuid::text || $2, 0))`, values: [organizationId, externalId] };
}

export function convertedAmong(organizationId: string, ids: readonly string[]): Statement {
  return { name: 'lead.convertedAmong', text: `SELECT id FROM lead WHERE organization_id = $1 AND id = ANY ($2::uuid[]) AND converted_at IS NOT NULL AND deleted_at IS NULL ORDER BY id`, values: [organizationId, ids] };
}

/** Which lead each deal came of. */
export function nameLeads(organizationId: string, deals: readonly { leadId: string; opportunityId: string }[]): Statement {
  return {
    name: 'lead.ofDeals',
    text: `UPDATE opportunity o SET lead_id = l.lead_id FROM unnest($2::uuid[], $3::uuid[]) AS l (opportunity_id, lead_id) WHERE o.organization_id = $1 AND o.id = l.opportunity_id`,
    values: [organizationId, deals.map(({ opportunityId }) => opportunityId), deals.map(({ leadId }) => leadId)],
  };
}
