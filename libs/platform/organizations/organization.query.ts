import type { Statement } from '#kernel/tenancy/transaction.js';
import type { Organization } from './organization.js';

/** One that is there already stays as it is. */
export function addOrganization(organization: Organization): Statement {
  const { id, slug, name, country, currency, timeZone, language, modules } = organization;
  return {
    name: 'organization.add',
    text: `INSERT INTO organization (id, slug, name, country, currency, time_zone, language, modules) VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (id) DO NOTHING`,
    values: [id, slug, name, country, currency, timeZone, language, modules],
  };
}

export function organizationById(id: string): Statement {
  return {
    name: 'organization.byId',
    text: `SELECT id, slug, name, country, currency, time_zone AS "timeZone", language, modules FROM organization WHERE id = $1`,
    values: [id],
  };
}

export function organizationIds(): Statement {
  return { name: 'organization.ids', text: `SELECT id, language FROM organization WHERE status <> 'closed' ORDER BY id` };
}

export function holdFurnishing(id: string): Statement {
  return { name: 'organization.furnishing', text: `SELECT pg_advisory_xact_lock(hashtextextended($1, 0))`, values: [`furnishing ${id}`] };
}

/** All of them, the closed ones too, or the one of this id or address. */
export function organizationsNamed({ id, slug }: { id?: string; slug?: string }): Statement {
  return { name: 'organization.named', text: `SELECT id, slug FROM organization WHERE ($1::uuid IS NULL OR id = $1) AND ($2::text IS NULL OR slug = $2) ORDER BY id`, values: [id ?? null, slug ?? null] };
}

/** What decides whether anything happens in it at all, and in which of its parts. */
export interface OrganizationStanding {
  status: 'active' | 'suspended' | 'closed';
  modules: string[];
}

export function standingOfOrganization(id: string): Statement {
  return { name: 'organization.standing', text: `SELECT status, modules FROM organization WHERE id = $1`, values: [id] };
}
