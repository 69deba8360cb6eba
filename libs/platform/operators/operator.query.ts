import type { Statement } from '#kernel/tenancy/transaction.js';
import type { Organization } from '#platform/organizations/organization.js';
import type { OrganizationStanding } from '#platform/organizations/organization.query.js';

export interface OperatedOrganization extends Organization, OrganizationStanding {
  modules: string[];
  members: number;
  createdAt: Date;
  updatedAt: Date;
}

const ROW = `o.id, o.slug, o.name, o.country, o.currency, o.time_zone AS "timeZone", o.language, o.status, o.modules, o.created_at AS "createdAt", o.updated_at AS "updatedAt",
  (SELECT count(*)::integer FROM membership m WHERE m.organization_id = o.id) AS members`;

/** By short name; `after` is the last one of the page before. */
export function organizationsBehind(after: string | null, q: string | null, status: string | null, limit: number): Statement {
  return {
    name: 'operator.organizations',
    text: `SELECT ${ROW} FROM organization o WHERE ($1::uuid IS NULL OR (o.slug, o.id) > (SELECT l.slug, l.id FROM organization l WHERE l.id = $1)) AND ($2::text IS NULL OR strpos(o.slug, lower($2)) > 0 OR strpos(lower(o.name), lower($2)) > 0) AND ($3::text IS NULL OR o.status = $3) ORDER BY o.slug, o.id LIMIT $4`,
    values: [after, q, status, limit],
  };
}

export function operatedOrganization(id: string): Statement {
  return { name: 'operator.organization', text: `SELECT ${ROW} FROM organization o WHERE o.id = $1`, values: [id] };
}

/** No row when it stood otherwise, or is not there. */
export function changeStatus(id: string, from: string, to: string): Statement {
  return { name: 'operator.changeStatus', text: `UPDATE organization SET status = $3, updated_at = now() WHERE id = $1 AND status = $2 RETURNING id`, values: [id, from, to] };
}

export function changeModules(id: string, modules: readonly string[]): Statement {
  return { name: 'operator.changeModules', text: `UPDATE organization SET modules = $2, updated_at = now() WHERE id = $1 AND status <> 'closed' RETURNING id`, values: [id, modules] };
}

/** No row when there is one of this short name: those who run the deployment see them all, and are spared two by mistake. */
export function newOrganization(organization: Organization): Statement {
  const { id, slug, name, country, currency, timeZone, language, modules } = organization;
  return {
    name: 'operator.newOrganization',
    text: `INSERT INTO organization (id, slug, name, country, currency, time_zone, language, modules) SELECT $1, $2, $3, $4, $5, $6, $7, $8 WHERE NOT EXISTS (SELECT 1 FROM organization WHERE slug = $2) RETURNING id`,
    values: [id, slug, name, country, currency, timeZone, language, modules],
  };
}
