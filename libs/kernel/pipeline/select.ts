import type { Field } from '#kernel/field/field.js';
import { MASKED, type Ability, type ResourceAbility } from '#kernel/gate/ability.js';
import { columnRef, quoted, toSql, type SqlWriter } from '#kernel/gate/sql.js';
import type { ResourceModel } from '#kernel/resource/model.js';

/** What of a record is asked for, checked: only fields and relations that the actor may see. */
export interface Selection {
  fields: readonly Field[];
  include: readonly { name: string; field: Field; resource: ResourceModel; selection: Selection }[];
}

const HIDDEN_VALUE = '•••';
const MOST_TEXTS = 200;

const plainTexts = new WeakMap<ResourceAbility, Map<string, string>>();

/** The record as JSON text, made by Postgres: nothing between the database and the socket parses it again. */
export function recordJson(resource: ResourceModel, selection: Selection, alias: string, ability: Ability, writer: SqlWriter): string {
  const own = ability.of(resource);
  const { fields, include } = selection;
  if (include.length || fields.some((field) => dependsOnRow(field, own))) return recordText(resource, selection, alias, ability, writer);
  // Without parameters the text is the same every time; making it is most of what a request would cost here.
  const texts = plainTexts.get(own) ?? new Map<string, string>();
  plainTexts.set(own, texts);
  const key = `${alias} ${fields.map(({ name }) => name).join()}`;
  const known = texts.get(key);
  if (known) return known;
  const text = recordText(resource, selection, alias, ability, writer);
  if (texts.size < MOST_TEXTS) texts.set(key, text);
  return text;
}

function recordText(resource: ResourceModel, selection: Selection, alias: string, ability: Ability, writer: SqlWriter): string {
  const shown = (field: Field, name: string) => `${shownValue(field, resource, alias, ability, writer)} AS ${quoted(name)}`;
  const columns = selection.fields.filter(({ storage }) => storage === 'column').map((field) => shown(field, field.name));
  const own = selection.fields.filter(({ storage }) => storage === 'custom').map((field) => shown(field, customKey(field)));
  if (own.length) columns.push(`(SELECT row_to_json(own) FROM (SELECT ${own.join(', ')}) own) AS custom`);
  const related = selection.include.map(({ name, field, resource: other, selection: part }) => {
    const row = writer.alias();
    const rule = toSql(ability.of(other).rows('read'), other, row, writer);
    const json = recordJson(other, part, row, ability, writer);
    return `(SELECT ${json} FROM ${quoted(other.table)} ${row} WHERE ${row}.organization_id = $1 AND ${row}.id = ${columnRef(alias, resource, field)()} AND ${row}.deleted_at IS NULL AND ${rule}) AS ${quoted(name)}`;
  });
  return `(SELECT row_to_json(record) FROM (SELECT ${[...columns, ...related].join(', ')}) record)`;
}

function dependsOnRow({ name }: Field, own: ResourceAbility): boolean {
  const visible = own.visibility().get(name);
  return visible === 'sometimes' || (visible === 'masked' && own.rows(MASKED, [name]).kind !== 'always');
}

function shownValue(field: Field, resource: ResourceModel, alias: string, ability: Ability, writer: SqlWriter): string {
  const column = columnRef(alias, resource, field);
  const value = field.type.shown(column, field);
  const own = ability.of(resource);
  switch (own.visibility().get(field.name)) {
    case 'masked':
      return `CASE WHEN ${field.storage === 'custom' ? value : column()} IS NOT NULL AND ${toSql(own.rows(MASKED, [field.name]), resource, alias, writer)} THEN '${HIDDEN_VALUE}' END`;
    case 'sometimes':
      return `CASE WHEN ${toSql(own.rows('read', [field.name]), resource, alias, writer)} THEN ${value} END`;
    default:
      return value;
  }
}

/** All that the actor may see at least sometimes. */
export function visibleFields(resource: ResourceModel, ability: Ability): Field[] {
  const visibility = ability.of(resource).visibility();
  return [...resource.fields.values()].filter(({ name }) => visibility.get(name) !== 'hidden');
}

/** `custom.region` is `region` in the object `custom`. */
export function customKey({ name }: Field): string {
  return name.slice('custom.'.length);
}

/** "companyId" is included as "company". */
export function relationName(field: Field): string {
  return field.name.replace(/Id$/, '');
}
