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

/** The fields of a record as columns, for a statement that says `recordColumns`, and what is joined for them: common table expressions. */
export interface RecordColumns {
  sql: string;
  count: number;
  joined: readonly Joined[];
}

type Joined = { table: string; join: string };

export function recordColumns(resource: ResourceModel, selection: Selection, alias: string, ability: Ability, writer: SqlWriter): RecordColumns {
  const own = ability.of(resource);
  const columns = (): RecordColumns => {
    const { columns: all, joined } = withIncluded(resource, selection, alias, ability, writer);
    return { sql: all.join(', '), count: all.length, joined };
  };
  if (selection.include.length || selection.fields.some((field) => dependsOnRow(field, own))) return columns();
  // Without parameters the text is the same every time; making it is most of what a request would cost here.
  return remembered(own, `columns ${alias} ${selection.fields.map(({ name }) => name).join()}`, columns);
}

function withIncluded(resource: ResourceModel, selection: Selection, alias: string, ability: Ability, writer: SqlWriter): { columns: string[]; joined: Joined[] } {
  const columns = columnsOf(resource, selection, alias, ability, writer);
  const joined: Joined[] = [];
  for (const { name, field, resource: other, selection: part } of selection.include) {
    const row = writer.alias();
    const link = columnRef(alias, resource, field)();
    const rule = toSql(ability.of(other).rows('read'), other, row, writer);
    const rows = `SELECT ${row}.* FROM ${quoted(other.table)} ${row} WHERE ${row}.organization_id = $1 AND ${row}.id = ANY (ARRAY(SELECT ${link} FROM ${alias})) AND ${row}.deleted_at IS NULL AND ${rule}`;
    const deeper = withIncluded(other, part, row, ability, writer);
    columns.push(`CASE WHEN ${row}.id IS NOT NULL THEN (SELECT row_to_json(record) FROM (SELECT ${deeper.columns.join(', ')}) record) END AS ${quoted(name)}`);
    joined.push({ table: `${row} AS MATERIALIZED (${rows})`, join: `LEFT JOIN ${row} ON ${row}.id = ${link}` }, ...deeper.joined);
  }
  return { columns, joined };
}

function columnsOf(resource: ResourceModel, selection: Selection, alias: string, ability: Ability, writer: SqlWriter): string[] {
  const shown = (field: Field, name: string) => `${shownValue(field, resource, alias, ability, writer)} AS ${quoted(name)}`;
  const columns = selection.fields.filter(({ storage }) => storage === 'column').map((field) => shown(field, field.name));
  const own = selection.fields.filter(({ storage }) => storage === 'custom').map((field) => shown(field, customKey(field)));
  if (own.length) columns.push(`(SELECT row_to_json(own) FROM (SELECT ${own.join(', ')}) own) AS custom`);
  return columns;
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
