import { declareField } from '#kernel/field/declare.js';
import type { Field, Json } from '#kernel/field/field.js';
import { moment } from '#kernel/field/moment.js';
import { reference, type Id } from '#kernel/field/reference.js';
import { version } from '#kernel/field/version.js';

const byProduct = { readOnly: true, personal: 'none' } as const;
const keptByProduct = { ...byProduct, required: true } as const;

/** What every record of an organisation has. Who made it is a plain id: members may leave, records stay. */
export abstract class TenantRow {
  organizationId!: Id;
  id!: Id;
  createdAt!: string;
  createdBy!: Id | null;
  updatedAt!: string;
  updatedBy!: Id | null;
  deletedAt!: string | null;
  version!: number;
  custom!: { [field: string]: Json };
}

const author = { ...byProduct, to: () => TenantRow, onDelete: 'restrict' as const };

declareField(reference, { ...author, ...keptByProduct, label: 'ID' })(TenantRow.prototype, 'id');
declareField(moment, { ...keptByProduct, label: 'Created' })(TenantRow.prototype, 'createdAt');
declareField(reference, { ...author, label: 'Created by' })(TenantRow.prototype, 'createdBy');
declareField(moment, { ...keptByProduct, label: 'Changed' })(TenantRow.prototype, 'updatedAt');
declareField(reference, { ...author, label: 'Changed by' })(TenantRow.prototype, 'updatedBy');
declareField(moment, { ...byProduct, label: 'Deleted' })(TenantRow.prototype, 'deletedAt');
declareField(version, { ...keptByProduct, label: 'Version' })(TenantRow.prototype, 'version');

/** Fields of TenantRow: written by the doors alone. */
export const SYSTEM_FIELDS: ReadonlySet<string> = new Set(['id', 'createdAt', 'createdBy', 'updatedAt', 'updatedBy', 'deletedAt', 'version']);

export function isWritable({ name, options }: Field): boolean {
  return !options.readOnly && !SYSTEM_FIELDS.has(name);
}
