import type { Statement } from '#kernel/tenancy/transaction.js';
import type { Organization } from './organization.js';

export function saveOrganization(organization: Organization): Statement {
  const { id, slug, name, country, currency, timeZone, language, modules } = organization;
  return {
    name: 'organization.save',
    text: `INSERT INTO organization (id, slug, name, country, currency, time_zone, language, modules) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
           ON CONFLICT (id) DO UPDATE SET slug = $2, name = $3, country = $4, currency = $5, time_zone = $6, language = $7, modules = $8, updated_at = now()`,
    values: [id, slug, name, country, currency, timeZone, language, modules],
  };
}
