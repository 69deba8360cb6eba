import type { Field } from '#kernel/field/field.js';
import { quoted } from '#kernel/gate/sql.js';
import type { ResourceModel } from '#kernel/resource/model.js';

/** Types whose values are cut into words in a way of their own; all others are taken as text. */
const KINDS: Record<string, string> = { email: 'email', phone: 'phone', url: 'url', domain: 'url', 'rich-text': 'richText' };

const WEIGHTS = { A: 0.9, B: 0.7, C: 0.5, D: 0.3 } as const;
const TITLE_WEIGHT = 1;

export function searchedFields(resource: ResourceModel): Field[] {
  return [...resource.fields.values()].filter(({ options, type }) => options.search && type.searched);
}

/** Where a word of this field stands in the index. */
export function searchPlace(resource: ResourceModel, field: Field): string {
  return `${resource.name}.${field.name}`;
}

export function searchWeight(resource: ResourceModel, { name, options }: Field): number {
  const title = resource.fields.get(resource.title);
  const parts = (title?.options as { of?: readonly string[] } | undefined)?.of ?? [];
  return name === resource.title || parts.includes(name) ? TITLE_WEIGHT : WEIGHTS[options.search ?? 'D'];
}

/** Keep the index; a change that touches nothing searched does not even queue them. */
export function searchTriggers(resource: ResourceModel): [name: string, definition: string][] {
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
