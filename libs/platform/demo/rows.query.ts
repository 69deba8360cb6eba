import type { Json, Stored } from '#kernel/field/field.js';
import { quoted } from '#kernel/gate/sql.js';
import type { ResourceModel } from '#kernel/resource/model.js';
import type { Statement } from '#kernel/tenancy/transaction.js';

/** A record of the demo world: its fields as a client would send them, and when and by whom it was made. */
export interface DemoRow {
  id: string;
  createdAt: Date;
  createdBy?: string | null;
  updatedAt?: Date;
  fields: { readonly [field: string]: Json };
}

const ROWS_AT_ONCE = 250;

/** Checked by the fields' own rules, so that the demo world holds nothing that the product would refuse. */
export function insertRows(organizationId: string, resource: ResourceModel, rows: readonly DemoRow[]): Statement[] {
  const statements: Statement[] = [];
  for (let start = 0; start < rows.length; start += ROWS_AT_ONCE) statements.push(insertSome(organizationId, resource, rows.slice(start, start + ROWS_AT_ONCE)));
  return statements;
}

function insertSome(organizationId: string, resource: ResourceModel, rows: readonly DemoRow[]): Statement {
  const names = [...new Set(rows.flatMap(({ fields }) => Object.keys(fields)))];
  const fields = names.map((name) => {
    const field = resource.fields.get(name);
    if (!field) throw new TypeError(`${resource.label} has no field "${name}".`);
    return field;
  });
  const assigned = [...resource.fields.values()].filter((field) => field.type.assigned);
  const columns = fields.flatMap((field) => field.type.columns(field).filter(({ generatedAs }) => !generatedAs).map((column) => ({ field, ...column })));
  const values: unknown[] = [organizationId];
  const bind = (value: unknown, type: string) => `$${values.push(value)}::${type}`;
  const tuples = rows.map(({ id, createdAt, createdBy = null, updatedAt = createdAt, fields: given }) => {
    const stored = new Map(fields.map((field) => [field, accepted(resource, field.name, given[field.name] ?? null)]));
    const own = columns.map(({ field, suffix, type }) => bind(stored.get(field)?.[suffix] ?? null, type));
    const drawn = assigned.map((field) => field.type.assigned!(field).replaceAll('$organization', '$1'));
    return `($1, ${bind(id, 'uuid')}, ${bind(createdAt, 'timestamptz')}, ${bind(createdBy, 'uuid')}, ${bind(updatedAt, 'timestamptz')}, ${bind(createdBy, 'uuid')}${[...own, ...drawn].map((sql) => `, ${sql}`).join('')})`;
  });
  const list = ['organization_id', 'id', 'created_at', 'created_by', 'updated_at', 'updated_by', ...columns.map(({ field, suffix }) => (suffix ? `${field.column}_${suffix}` : field.column)), ...assigned.map(({ column }) => column)];
  return { text: `INSERT INTO ${quoted(resource.table)} (${list.map(quoted).join(', ')}) VALUES ${tuples.join(', ')}`, values };
}

function accepted(resource: ResourceModel, name: string, value: Json): Stored | null {
  if (value === null) return null;
  const field = resource.fields.get(name)!;
  const stored = field.type.accept(value, field, (_rule, say) => {
    throw new TypeError(`${resource.label}.${name} of the demo world cannot be ${JSON.stringify(value)}: ${say}`);
  });
  return stored ?? null;
}

const SUBJECT = 'demoWorld';

export function chapterTold(organizationId: string, chapter: string): Statement {
  return { name: 'demo.told', text: `SELECT 1 FROM ledger_entry WHERE organization_id = $1 AND subject = $2 AND record_id IS NULL AND what = $3 LIMIT 1`, values: [organizationId, SUBJECT, chapter] };
}

/** In the transaction of the chapter's records: it is told whole, once, or not at all. */
export function tellChapter(organizationId: string, chapter: string): Statement {
  return { name: 'demo.tell', text: `INSERT INTO ledger_entry (organization_id, kind, subject, what, reason) VALUES ($1, 'fact', $2, $3, 'demo world')`, values: [organizationId, SUBJECT, chapter] };
}

/** What earlier chapters left, oldest first. */
export function recordsOf(organizationId: string, resource: ResourceModel, columns: readonly string[]): Statement {
  const fields = columns.map((name) => `${quoted(resource.fields.get(name)!.column)} AS ${quoted(name)}`);
  return { text: `SELECT id, created_at AS "createdAt"${fields.map((field) => `, ${field}`).join('')} FROM ${quoted(resource.table)} WHERE organization_id = $1 AND deleted_at IS NULL ORDER BY id`, values: [organizationId] };
}
