import type { Statement } from '#kernel/tenancy/transaction.js';

/** Every stage that deals can enter, in the order of the pipelines and of their stages. */
export function liveStages(organizationId: string): Statement {
  return {
    name: 'stage.live',
    text: `SELECT s.id, s.pipeline_id AS "pipelineId", p.name AS pipeline, s.name, s.kind, s.category, s.probability, coalesce(s.required_fields, '{}') AS "requiredFields", s.needs_lost_reason AS "needsLostReason", s.needs_approval AS "needsApproval"
           FROM pipeline p JOIN stage s ON s.organization_id = p.organization_id AND s.pipeline_id = p.id AND s.deleted_at IS NULL
           WHERE p.organization_id = $1 AND p.deleted_at IS NULL ORDER BY p.position, p.id, s.position, s.id`,
    values: [organizationId],
  };
}

/** Deals that are or ever were in a stage; the composite key holds them to its pipeline. */
export function stageWasEntered(organizationId: string, stageId: string): Statement {
  return { name: 'stage.entered', text: `SELECT 1 FROM stage_entry WHERE organization_id = $1 AND stage_id = $2 LIMIT 1`, values: [organizationId, stageId] };
}

/** One move into a column at a time, so that each sees the places that the one before has given. */
export function holdColumn(organizationId: string, stageId: string): Statement {
  return { name: 'stage.holdColumn', text: `SELECT id FROM stage WHERE organization_id = $1 AND id = $2 FOR NO KEY UPDATE`, values: [organizationId, stageId] };
}

/** The card beside which one is to be put, if it stands in that column. */
export function placeOf(organizationId: string, stageId: string, opportunityId: string): Statement {
  return { name: 'board.placeOf', text: `SELECT rank FROM opportunity WHERE organization_id = $1 AND stage_id = $2 AND id = $3 AND deleted_at IS NULL`, values: [organizationId, stageId, opportunityId] };
}

/** The nearest place below or above one, of another card than the one that moves; the edge of the column when none is named. */
export function nextPlace(organizationId: string, stageId: string, movingId: string, from: string | null, direction: 'below' | 'above'): Statement {
  const [sign, order] = direction === 'below' ? ['>', 'ASC'] : ['<', 'DESC'];
  return {
    name: `board.next.${direction}`,
    text: `SELECT rank FROM opportunity WHERE organization_id = $1 AND stage_id = $2 AND id <> $3 AND deleted_at IS NULL AND rank IS NOT NULL AND ($4::text IS NULL OR rank ${sign} $4) ORDER BY rank ${order} LIMIT 1`,
    values: [organizationId, stageId, movingId, from],
  };
}

/** What hangs on a deal follows its owner. */
export function giveLinksToOwner(organizationId: string, opportunityId: string, ownerId: string | null): Statement[] {
  return ['opportunity_contact', 'opportunity_competitor'].map((table) => ({
    name: `${table}.owner`,
    text: `UPDATE ${table} SET owner_id = $3, version = version + 1 WHERE organization_id = $1 AND opportunity_id = $2 AND owner_id IS DISTINCT FROM $3`,
    values: [organizationId, opportunityId, ownerId],
  }));
}

export function ownersOf(organizationId: string, opportunityIds: readonly string[]): Statement {
  return { name: 'opportunity.owners', text: `SELECT id, owner_id AS "ownerId" FROM opportunity WHERE organization_id = $1 AND id = ANY ($2)`, values: [organizationId, opportunityIds] };
}

export function openDealsOf(organizationId: string, companyId: string): Statement {
  return { name: 'opportunity.openOf', text: `SELECT id FROM opportunity WHERE organization_id = $1 AND company_id = $2 AND outcome = 'open' AND deleted_at IS NULL ORDER BY id FOR NO KEY UPDATE`, values: [organizationId, companyId] };
}

/** Live ones, the lowest places first, so that they keep their order when each is put on top. */
export function dealsIn(organizationId: string, stageId: string, most: number): Statement {
  return { name: 'stage.deals', text: `SELECT id FROM opportunity WHERE organization_id = $1 AND stage_id = $2 AND deleted_at IS NULL ORDER BY rank DESC, id DESC LIMIT $3`, values: [organizationId, stageId, most] };
}
