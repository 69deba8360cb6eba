import type { Field, Json, JsonSchema } from '#kernel/field/field.js';
import { customKey, relationName } from '#kernel/pipeline/select.js';
import type { ResourceModel } from '#kernel/resource/model.js';
import type { Registry } from '#kernel/resource/registry.js';
import { isWritable } from '#kernel/resource/tenant-row.js';

type Schemas = { [name: string]: JsonSchema };

/** Every whole number up to here is exact in JavaScript, JSON and bigint alike. */
const LARGEST_INTEGER = 9e15;
const LONGEST_TEXT = 20_000;
const LENGTHS: { readonly [format: string]: number } = { uuid: 36, date: 10, 'date-time': 40 };

export const ref = (kind: 'schemas' | 'parameters' | 'responses' | 'headers', name: string): { $ref: string } => ({ $ref: `#/components/${kind}/${name}` });

function mustBeSent(field: Field): boolean {
  return field.required && isWritable(field) && field.options.default === undefined && !field.type.assigned;
}

/** What a column bounds in any case is said, too, where its type leaves it to the column. */
function bounded(schema: JsonSchema): JsonSchema {
  const inner = (part: Json | undefined): Json => bounded(part as JsonSchema);
  const { type, format, properties, items, oneOf } = schema;
  return {
    ...(type === 'string' && !('enum' in schema) && !('const' in schema) && { maxLength: LENGTHS[format as string] ?? LONGEST_TEXT }),
    ...(type === 'integer' && { format: 'int64', minimum: -LARGEST_INTEGER, maximum: LARGEST_INTEGER }),
    ...schema,
    ...(properties && { properties: Object.fromEntries(Object.entries(properties as JsonSchema).map(([name, part]) => [name, inner(part)])) }),
    ...(items && { items: inner(items) }),
    ...(Array.isArray(oneOf) && { oneOf: oneOf.map(inner) }),
  };
}

function orNull(schema: JsonSchema): JsonSchema {
  const { type, enum: values } = schema;
  if (schema.$ref || schema.oneOf) return { anyOf: [schema, { type: 'null' }] };
  if (typeof type !== 'string') return schema;
  return { ...schema, type: [type, 'null'], ...(Array.isArray(values) && { enum: [...values, null] }) };
}

/** Compound values that all fields of a type share, such as money with its currencies, stand once for all nouns; what a field says otherwise stands at the field. */
function valueSchema(field: Field, shared: Schemas): JsonSchema {
  const schema = bounded(field.type.schema(field));
  if (schema.type !== 'object') return schema;
  const name = `Value.${field.type.name}`;
  shared[name] ??= schema;
  return JSON.stringify(shared[name]) === JSON.stringify(schema) ? ref('schemas', name) : schema;
}

function fieldSchema(field: Field, shared: Schemas): JsonSchema {
  const { label, options, required, personal } = field;
  const schema = { ...valueSchema(field, shared), title: label, ...(options.help && { description: options.help }), ...(personal && personal !== 'none' && { 'x-personal': personal }) };
  return required ? schema : orNull(schema);
}

const CUSTOM: JsonSchema = { type: 'object', description: "Values of the organisation's own fields, by name; GET /api/v1/meta lists them.", maxProperties: 200 };

/** The organisation's own fields stand in an object of their own. */
function propertiesOf(fields: readonly Field[], schemaOf: (field: Field) => JsonSchema): { [name: string]: JsonSchema } {
  const named = (storage: Field['storage'], nameOfField: (field: Field) => string) => fields.filter((field) => field.storage === storage).map((field) => [nameOfField(field), schemaOf(field)] as const);
  const own = named('custom', customKey);
  return { ...Object.fromEntries(named('column', ({ name }) => name)), custom: own.length ? { ...CUSTOM, properties: Object.fromEntries(own) } : CUSTOM };
}

/** The example of a record; each field's has a seed of its own, so that ids differ. */
export function exampleOf(fields: readonly Field[]): { [field: string]: Json } {
  const columns = fields.filter(({ storage }) => storage === 'column');
  return Object.fromEntries(columns.map((field, index) => [field.name, field.type.example(field, index + 1)]));
}

export function nameOf({ resourceClass }: ResourceModel): string {
  return resourceClass.name;
}

/** `Contact`, `ContactCreate`, `ContactUpdate`, `ContactPage` and the rest that its operations speak of; what nouns share is added to `shared`. */
export function resourceSchemas(resource: ResourceModel, registry: Registry, isDescribed: (resource: ResourceModel) => boolean, shared: Schemas): Schemas {
  const name = nameOf(resource);
  const fields = [...resource.fields.values()];
  const writable = fields.filter(isWritable);
  const shown = (field: Field) => fieldSchema(field, shared);
  const values = propertiesOf(writable, shown);
  const required = writable.filter((field) => mustBeSent(field) && field.storage === 'column').map((field) => field.name);
  const withDefaults = propertiesOf(writable, (field) => ({ ...shown(field), ...(field.options.default !== undefined && field.options.default !== 'actor' && { default: field.options.default }) }));
  const relations = resource.references.flatMap((field) => {
    const target = registry.target(field);
    return target && isDescribed(target) ? [[relationName(field), { ...orNull(ref('schemas', nameOf(target))), description: 'Only when it was included.' }] as const] : [];
  });
  const id: JsonSchema = { type: 'string', format: 'uuid', maxLength: 36 };
  const paths = includable(resource, registry);
  return {
    [name]: {
      type: 'object',
      description: `${resource.label}. Fields that you may not see are left out; of those that are masked for you the value is "•••".`,
      required: ['id'],
      properties: { ...propertiesOf(fields, (field) => ({ ...shown(field), ...(!isWritable(field) && { readOnly: true }) })), ...Object.fromEntries(relations), _links: ref('schemas', 'Links') },
      examples: [exampleOf(fields)],
    },
    [`${name}Create`]: { type: 'object', additionalProperties: false, ...(required.length > 0 && { required }), properties: withDefaults, examples: [exampleOf(writable)] },
    [`${name}Update`]: { type: 'object', additionalProperties: false, description: 'Only what is to change; null empties a field.', properties: values, examples: [exampleOf(writable.slice(0, 2))] },
    [`${name}Page`]: { type: 'object', required: ['data', 'page'], properties: { data: { type: 'array', maxItems: 200, items: ref('schemas', name) }, page: ref('schemas', 'PageEnd') } },
    [`${name}Sort`]: listOf(fields.filter(({ type }) => type.sort).flatMap((field) => [field.name, `-${field.name}`]), 4),
    [`${name}Fields`]: listOf(fields.map((field) => field.name), fields.length),
    ...(paths.length > 0 && { [`${name}Include`]: listOf(paths, 8) }),
    [`${name}Query`]: {
      type: 'object',
      additionalProperties: false,
      properties: {
        where: ref('schemas', 'Condition'), sort: ref('schemas', `${name}Sort`), fields: ref('schemas', `${name}Fields`), ...(paths.length > 0 && { include: ref('schemas', `${name}Include`) }),
        limit: ref('schemas', 'Limit'), after: ref('schemas', 'Cursor'), q: ref('schemas', 'Words'), count: { type: 'string', enum: ['exact'] }, deleted: { type: 'string', enum: ['only'] },
      },
      examples: [{ where: { field: 'createdAt', operator: 'during', value: 'this-year' }, sort: ['-createdAt'], limit: 20 }],
    },
    [`${name}Bulk`]: {
      type: 'object',
      additionalProperties: false,
      description: 'One to 500 records in all.',
      properties: {
        create: { type: 'array', maxItems: 500, items: ref('schemas', `${name}Create`) },
        update: { type: 'array', maxItems: 500, items: { type: 'object', additionalProperties: false, required: ['id'], properties: { id, ...values } } },
        delete: { type: 'array', maxItems: 500, items: id },
      },
      examples: [{ create: [exampleOf(writable)] }],
    },
    [`${name}BulkResult`]: {
      type: 'object',
      required: ['results'],
      properties: {
        results: {
          type: 'array',
          maxItems: 500,
          items: { type: 'object', required: ['status'], properties: { status: { type: 'integer', format: 'int32', minimum: 200, maximum: 599 }, data: ref('schemas', name), title: { type: 'string', maxLength: 200 }, detail: { type: 'string', maxLength: 2000 }, errors: ref('schemas', 'FieldErrors') } },
        },
      },
    },
  };
}

function listOf(values: readonly string[], maxItems: number): JsonSchema {
  return { type: 'array', maxItems, items: { type: 'string', enum: [...values] } };
}

/** Relations by name, two deep. */
export function includable(resource: ResourceModel, registry: Registry, depth = 2): string[] {
  return resource.references.flatMap((field) => {
    const target = registry.target(field);
    if (!target) return [];
    const name = relationName(field);
    return [name, ...(depth > 1 ? includable(target, registry, depth - 1).map((deeper) => `${name}.${deeper}`) : [])];
  });
}
