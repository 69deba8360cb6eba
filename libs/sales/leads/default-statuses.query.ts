import type { Statement } from '#kernel/tenancy/transaction.js';
import { furnish } from '#platform/organizations/furnishing.js';

const NAMES: { readonly [language: string]: readonly string[] } = {
  en: ['New', 'In progress', 'Qualified', 'Unqualified', 'Closed'],
  de: ['Neu', 'In Bearbeitung', 'Qualifiziert', 'Nicht qualifiziert', 'Abgeschlossen'],
  ar: ['جديد', 'قيد المتابعة', 'مؤهل', 'غير مؤهل', 'مغلق'],
};
const PHASES = ['new', 'working', 'qualified', 'unqualified', 'closed'];

/** Once: where there has ever been a status, nothing is added. */
export function defaultStatuses(organizationId: string, language: string): Statement {
  return {
    name: 'leadStatus.default',
    text: `INSERT INTO lead_status (organization_id, name, phase, position, created_at, updated_at) SELECT $1, s.name, s.phase, s.place * 10, now(), now()
      FROM unnest($2::text[], $3::text[]) WITH ORDINALITY AS s (name, phase, place) WHERE NOT EXISTS (SELECT 1 FROM lead_status WHERE organization_id = $1)`,
    values: [organizationId, [...(NAMES[language] ?? NAMES.en!)], PHASES],
  };
}

furnish(({ id, language }) => [defaultStatuses(id, language)]);
