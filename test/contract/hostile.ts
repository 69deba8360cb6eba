import type { Field, Json, JsonSchema } from '#kernel/field/field.js';

export const LONE_SURROGATE = 'a\ud800b';
export const NUL = 'a\u0000b';
export const GIANT = 'x'.repeat(110_000);

/** No field of any type takes these. */
export const UNSTORABLE: readonly Json[] = [LONE_SURROGATE, NUL, GIANT];

const SHAPES: readonly Json[] = [{}, { $ne: 1 }, { or: [{}] }, { length: 1 }, [], [[1]], [{}], ['x', 'y'], 7, -1e308, 1e308, true, '1'];

/** Values of another shape than the field's; those that fit it by chance are left out. */
export function misshapen(field: Field): Json[] {
  return SHAPES.filter((value) => !fits(value, field.type.schema(field)));
}

/** Those of the right shape: taken or refused, but never a failure. */
export function oddButShapely(field: Field): Json[] {
  return SHAPES.filter((value) => fits(value, field.type.schema(field)));
}

function fits(value: Json, { type, oneOf, items }: JsonSchema): boolean {
  if (Array.isArray(oneOf)) return oneOf.some((schema) => fits(value, schema as JsonSchema));
  if (type === undefined) return true;
  if (Array.isArray(value)) return type === 'array' && value.every((item) => fits(item, (items ?? {}) as JsonSchema));
  if (typeof value === 'number') return type === 'number' || type === 'integer';
  return typeof value === type && typeof value !== 'object';
}

/** Names that some product once put into SQL, and names that objects answer to. */
export const FORGED_NAMES = [
  'id;select pg_sleep(3)', '(case when 1=1 then 1 else 1/0 end)', 'id" desc, (select 1)--', 'ASC, pg_sleep(3)', "id'--", 'id->>0', 'id::text', '$$', 'custom."a"', "custom.a'", 'custom.a->>b', 'custom.$$',
  'x'.repeat(70), 'toString', 'hasOwnProperty', 'organizationId', 'organization_id', 'created_at', 'deleted_at', 'password_hash', 'token', 'xmin', 'ctid', '*', 'id id', 'id.id', 'id.', '.id', '-', '--id', 'id,,id', 'id ', 'ID',
];

export const FORGED_VALUES = ['1;select pg_sleep(3)', "' or 1=1--", '1e9', '-1', '0', '[]', '{}', 'true or 1=1', '1,2', 'NaN'];

/** What the address of a list must not take, with these names wherever a name may stand. */
export function forgedParameters(names: readonly string[]): string[] {
  const inName = (name: string): string => 'sort=$,-$&fields=$&include=$'.replaceAll('$', () => encodeURIComponent(name));
  const inValue = (value: string): string[] => ['limit=$&count=$&deleted=$', 'after=$'].map((parameters) => parameters.replaceAll('$', () => encodeURIComponent(value)));
  const unknown = ['groupBy', 'order', 'distinct', 'select', 'where', 'offset', 'filter', 'filter[', 'filter[id', 'filter[]', 'filter[id][]', 'filter[id][eq][x]'];
  // Of the right form, with values that the database cannot read as what is sorted by.
  const cursors = ["x'; select pg_sleep(3)--", 'not-a-uuid', '', '\u0000'].map((value) => `after=${Buffer.from(JSON.stringify(['-id', value])).toString('base64url')}`);
  return [...names.map(inName), ...FORGED_VALUES.flatMap(inValue), ...unknown.map((name) => `${encodeURIComponent(name)}=id`), ...cursors];
}

/** Of these shapes alone are filters; all others are unknown parameters, which are named before anything else is read. */
const FILTER = /^filter\[[^\][]{1,120}\](?:\[[^\][]{1,40}\])?$/;
const MOST_FILTERS = 30;

/** Filters that are each wrong, as many as one request may have. */
export function forgedFilters(names: readonly string[]): string[][] {
  const all = names.flatMap((name) => [`filter[${name}]`, `filter[id][${name}]`]);
  return [true, false].flatMap((isFilter) => {
    const alike = all.filter((filter) => FILTER.test(filter) === isFilter);
    return Array.from({ length: Math.ceil(alike.length / MOST_FILTERS) }, (_, page) => alike.slice(page * MOST_FILTERS, (page + 1) * MOST_FILTERS));
  });
}

export const MISSHAPEN_CONDITIONS: readonly Json[] = [
  [], 'x', 1, {}, { and: [] }, { or: {} }, { not: null }, { field: 'id' }, { field: ['id'], operator: 'eq', value: 1 }, { field: 'id', operator: 'eq', value: { $ne: 1 } }, { $where: '1' },
];

/** Conditions that are wrong in each of their parts, with these names wherever a name may stand. */
export function forgedParts(names: readonly string[]): { and: Json[] }[] {
  const parts = names.flatMap((name): Json[] => [{ field: name, operator: 'eq', value: 1 }, { field: 'id', operator: name, value: 1 }]);
  return Array.from({ length: Math.ceil(parts.length / 50) }, (_, page) => ({ and: parts.slice(page * 50, page * 50 + 50) }));
}

/** Columns in either spelling, what every record has, and names that mean something to frameworks and objects. */
export function forbiddenProperties(columns: readonly string[]): string[] {
  const camel = columns.map((column) => column.replaceAll(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase()));
  const system = ['id', 'organizationId', 'createdAt', 'createdBy', 'updatedAt', 'updatedBy', 'version', 'deletedAt', 'role', 'roles', 'isAdmin'];
  const inherited = ['__proto__', 'constructor', 'prototype', 'toString', 'a.__proto__.b', 'toString.call', 'custom.'];
  return [...new Set([...columns, ...camel, ...system, ...inherited])].filter((name) => name !== 'custom');
}

export const FORGED_BODIES = [
  '{"__proto__":{"polluted":1}}', '{"constructor":{"prototype":{"polluted":1}}}', '{"a.__proto__.b":1}', '{"toString.call":1}', '{"custom":{"__proto__":1}}', '{"custom":{"x":1}}', '{"custom":"x"}', '{"custom":[]}',
  '[]', '"x"', '1', 'null', 'true',
];
