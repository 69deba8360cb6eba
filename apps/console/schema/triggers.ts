import { searchedFields } from '#kernel/derive/search.js';
import type { Field } from '#kernel/field/field.js';
import { quoted } from '#kernel/gate/sql.js';
import { columnName } from '#kernel/resource/database-names.js';
import type { ResourceModel } from '#kernel/resource/model.js';

/** Types whose values are cut into words in a way of their own; all others are taken as text. */
const KINDS: Record<string, string> = { email: 'email', phone: 'phone', url: 'url', domain: 'url', 'rich-text': 'richText' };

/** What a table does by itself when a row is written. */
export function triggersOf(resource: ResourceModel, own: readonly Field[]): Map<string, string> {
  const table = quoted(resource.table);
  const secret = own.flatMap((field) => field.type.columns(field).filter((column) => column.secret || column.generatedAs).map((column) => columnName(field, column)));
  const triggers = new Map([
    ['ledger', `AFTER INSERT OR UPDATE OR DELETE ON ${table} FOR EACH ROW EXECUTE FUNCTION record_in_ledger(${[resource.name, ...secret].map(literal).join(', ')})`],
  ]);
  for (const [name, definition] of mirrorTriggers(resource, own)) triggers.set(name, definition);
  for (const [name, definition] of searchTriggers(resource)) triggers.set(name, definition);
  return triggers;
}

/** Most records have no tags and no fields of the organisation's own, and most changes touch neither: then nothing is called. */
function mirrorTriggers(resource: ResourceModel, own: readonly Field[]): [name: string, definition: string][] {
  const table = quoted(resource.table);
  const tags = own.filter(({ type }) => type.name === 'tags').map(({ column }) => column);
  const call = `EXECUTE FUNCTION mirror_field_values(${[resource.name, ...tags].map(literal).join(', ')})`;
  const filled = (row: string) => [`${row}.custom <> '{}'`, ...tags.map((column) => `${row}.${quoted(column)} <> '{}'`)].join(' OR ');
  const changed = ['custom', ...tags].map((column) => `OLD.${quoted(column)} IS DISTINCT FROM NEW.${quoted(column)}`).join(' OR ');
  return [
    ['field_values', `AFTER INSERT ON ${table} FOR EACH ROW WHEN (${filled('NEW')}) ${call}`],
    ['field_values_change', `AFTER UPDATE ON ${table} FOR EACH ROW WHEN (${changed}) ${call}`],
    ['field_values_gone', `AFTER DELETE ON ${table} FOR EACH ROW WHEN (${filled('OLD')}) ${call}`],
  ];
}

/** Keep the index; a change that touches nothing searched does not even queue them. */
function searchTriggers(resource: ResourceModel): [name: string, definition: string][] {
  const fields = searchedFields(resource).filter(({ storage }) => storage === 'column');
  if (!fields.length) return [];
  const table = quoted(resource.table);
  const keep = `FOR EACH ROW %sEXECUTE FUNCTION keep_search_entries(${[resource.name, ...fields.map(({ name, type, column }) => `${name}:${KINDS[type.name] ?? 'text'}:${column}`)].map((text) => `'${text}'`).join(', ')})`;
  const changed = ['deleted_at', 'custom', ...fields.map(({ column }) => column)].map((column) => `OLD.${quoted(column)} IS DISTINCT FROM NEW.${quoted(column)}`);
  return [
    ['search', `AFTER INSERT OR DELETE ON ${table} ${keep.replace('%s', '')}`],
    ['search_change', `AFTER UPDATE ON ${table} ${keep.replace('%s', `WHEN (${changed.join(' OR ')}) `)}`],
  ];
}

export function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
