import type { Statement } from '#kernel/tenancy/transaction.js';

export function definitionsOf(organizationId: string): Statement {
  return {
    name: 'customField.definitions',
    text: `SELECT resource, key, label, help, type, coalesce(options, '{}') AS options, required, list::integer, search, personal
           FROM custom_field WHERE organization_id = $1 AND deleted_at IS NULL ORDER BY id`,
    values: [organizationId],
  };
}

/** Deleted ones, too: records may still hold their values. */
export function knownFields(organizationId: string, resource: string): Statement {
  return {
    name: 'customField.known',
    text: `SELECT id, key, type, deleted_at IS NOT NULL AS deleted FROM custom_field WHERE organization_id = $1 AND resource = $2`,
    values: [organizationId, resource],
  };
}

export interface KnownField {
  id: string;
  key: string;
  type: string;
  deleted: boolean;
}
