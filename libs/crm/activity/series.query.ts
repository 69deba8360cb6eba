import type { Statement } from '#kernel/tenancy/transaction.js';

/** Which of the rows of a series they are is set by the product alone. */
export function bindToSeries(organizationId: string, seriesId: string, places: readonly { id: string; slot: string }[]): Statement {
  return {
    name: 'activity.bind',
    text: `UPDATE activity SET series_id = $2, slot = place.slot, version = version + 1 FROM unnest($3::uuid[], $4::text[]) AS place (id, slot)
           WHERE activity.organization_id = $1 AND activity.id = place.id`,
    values: [organizationId, seriesId, places.map(({ id }) => id), places.map(({ slot }) => slot)],
  };
}

export interface Occurrence {
  id: string;
  slot: string;
}

/** What has neither been done nor called off, from a slot on. */
export function openOccurrences(organizationId: string, seriesId: string, from: string): Statement {
  return {
    name: 'activity.openOccurrences',
    text: `SELECT id, slot FROM activity WHERE organization_id = $1 AND series_id = $2 AND slot COLLATE "C" >= $3 AND state = 'open' AND deleted_at IS NULL ORDER BY slot COLLATE "C"`,
    values: [organizationId, seriesId, from],
  };
}

/** The one that the next ones are made after: the last that there is, whoever has done with it what. */
export function lastOccurrence(organizationId: string, seriesId: string): Statement {
  return {
    name: 'activity.lastOccurrence',
    text: `SELECT id, slot FROM activity WHERE organization_id = $1 AND series_id = $2 ORDER BY slot COLLATE "C" DESC LIMIT 1`,
    values: [organizationId, seriesId],
  };
}

export function isFirstOccurrence(organizationId: string, seriesId: string, slot: string): Statement {
  return {
    name: 'activity.earlier',
    text: `SELECT 1 FROM activity WHERE organization_id = $1 AND series_id = $2 AND slot COLLATE "C" < $3 LIMIT 1`,
    values: [organizationId, seriesId, slot],
  };
}
