import type { Field } from '#kernel/field/field.js';
import { MASKED, remembered, type Ability, type ResourceAbility } from '#kernel/gate/ability.js';
import { columnRef, quoted, toSql, type SqlWriter } from '#kernel/gate/sql.js';
import type { ResourceModel } from '#kernel/resource/model.js';

/** What of a record is asked for, checked: only fields and relations that the actor may see. */
export interface Selection {
  fields: readonly Field[];
  include: readonly { name: string; field: Field; resource: ResourceModel; selection: Selection }[];
}

const HIDDEN_VALUE = '•••';

/** The fields of a record as columns, for a statement that says `recordColumns`; what comes with it is joined to a common table expression `page`. */
export interface RecordColumns {
  sql: string;
  count: number;
  joins: readonly string[];
}

export function recordColumns(resource: ResourceModel, selection: Selection, alias: string, ability: Ability, writer: SqlWriter): RecordColumns {
  const own = ability.of(resource);
  const { fields, include } = selection;
  const columns = (): RecordColumns => {
    const plain = columnsOf(resource, selection, alias, ability, writer);
    const related = include.map((each) => included(each, resource, alias, ability, writer));
    const all = [...plain, ...related.map(({ column }) => column)];
    return { sql: all.join(', '), count: all.length, joins: related.map(({ join }) => join) };
  };
  if (include.length || fields.some((field) => dependsOnRow(field, own))) return columns();
  // Without parameters the text is the same every time; making it is most of what a request would cost here.
  return remembered(own, `columns ${alias} ${fields.map(({ name }) => name).join()}`, columns);
}

function columnsOf(resource: ResourceModel, selection: Selection, alias: string, ability: Ability, writer: SqlWriter): string[] {
  const shown = (field: Field, name: string) => `${shownValue(field, resource, alias, ability, writer)} AS ${quoted(name)}`;
  const columns = selection.fields.filter(({ storage }) => storage === 'column').map((field) => shown(field, field.name));
  const own = selection.fields.filter(({ storage }) => storage === 'custom').map((field) => shown(field, customKey(field)));
  if (own.length) columns.push(`(SELECT row_to_json(own) FROM (SELECT ${own.join(', ')}) own) AS custom`);
  return columns;
}

function included({ name, field, resource: other, selection }: Selection['include'][number], resource: ResourceModel, alias: string, ability: Ability, writer: SqlWriter): { column: string; join: string } {
  const row = writer.alias();
  const link = columnRef(alias, resource, field)();
  const ids = `ARRAY(SELECT ${columnRef('page', resource, field)()} FROM page)`;
  const rule = toSql(ability.of(other).rows('read'), other, row, writer);
  const record = `SELECT row_to_json(record) FROM (SELECT ${columnsOf(other, selection, row, ability, writer).join(', ')}) record`;
  // Not to be merged into what asks for it.
  const rows = `SELECT ${row}.id, (${record}) AS record FROM ${quoted(other.table)} ${row} WHERE ${row}.organization_id = $1 AND ${row}.id = ANY (${ids}) AND ${row}.deleted_at IS NULL AND ${rule} OFFSET 0`;
  return { column: `${row}.record AS ${quoted(name)}`, join: `LEFT JOIN (${rows}) ${row} ON ${row}.id = ${link}` };
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
