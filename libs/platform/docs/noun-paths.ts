import type { Field, FieldType, Json, JsonSchema } from '#kernel/field/field.js';
import type { ChoiceOptions } from '#kernel/field/choice.js';
import { valuesOf } from '#kernel/field/choice.js';
import { DEFAULT_LIMIT, LARGEST_PAGE } from '#kernel/pipeline/list-query.js';
import { relationName } from '#kernel/pipeline/select.js';
import { isAboutPeople, type ResourceModel } from '#kernel/resource/model.js';
import type { Registry } from '#kernel/resource/registry.js';
import type { VerbDeclaration } from '#kernel/resource/verb.js';
import { LARGEST_EXPORT, LARGEST_IMPORT } from '#kernel/derive/transfer.js';
import { HISTORY, HISTORY_PARAMETERS } from './history-schemas.js';
import { inputSchema } from './input-schema.js';
import { includable, nameOf, ref, resourceSchemas } from './noun-schemas.js';

type Parts = { [name: string]: JsonSchema };

export interface ApiDescription {
  paths: { [path: string]: Parts };
  schemas: Parts;
  parameters: Parts;
}

/** An address holds no more than this in all. */
const LONGEST_ARGUMENT = 8_000;

const text = (maxLength: number): JsonSchema => ({ type: 'string', maxLength });
const query = (name: string, schema: JsonSchema, description: string): JsonSchema => ({ name, in: 'query', description, schema });

const PARAMETERS: Parts = {
  Id: { name: 'id', in: 'path', required: true, description: 'The id of the record.', schema: { type: 'string', format: 'uuid', maxLength: 36 } },
  Limit: query('limit', ref('schemas', 'Limit'), 'How many records a page holds.'),
  After: query('after', ref('schemas', 'Cursor'), '`page.next` of the page before.'),
  Q: query('q', ref('schemas', 'Words'), 'Words to search for in the fields that are indexed and that you may see.'),
  Count: query('count', { type: 'string', enum: ['exact'] }, '`exact` adds how many records there are in all, which takes time.'),
  DryRun: query('dryRun', { type: 'string', enum: ['true', 'false'], default: 'false' }, '`true` tells what would become of each row, and changes nothing.'),
  Deleted: query('deleted', { type: 'string', enum: ['only'] }, '`only` lists what was deleted and may be restored by you.'),
  IfMatch: { name: 'If-Match', in: 'header', description: 'The ETag of the version you read: when the record has changed since, the answer is 412 and nothing is done.', schema: text(100), example: '"3"' },
  ...HISTORY_PARAMETERS,
  IfNoneMatch: { name: 'If-None-Match', in: 'header', description: 'The ETag you have: when it is still right, the answer is 304 without a body.', schema: text(1_000), example: '"3"' },
};

const SCHEMAS: Parts = {
  Limit: { type: 'integer', format: 'int32', minimum: 1, maximum: LARGEST_PAGE, default: DEFAULT_LIMIT },
  Cursor: text(LONGEST_ARGUMENT),
  Words: text(200),
  PageEnd: { type: 'object', required: ['next'], properties: { next: { type: ['string', 'null'], maxLength: LONGEST_ARGUMENT, description: 'Send it as `after` for the next page.' }, count: ref('schemas', 'Total') } },
  Total: { type: 'integer', format: 'int32', minimum: 0, maximum: 2_147_483_647 },
  Count: { type: 'object', required: ['count'], properties: { count: ref('schemas', 'Total') } },
  Link: { type: 'object', required: ['href'], properties: { href: { type: 'string', format: 'uri-reference', maxLength: 2_000 }, method: { type: 'string', enum: ['POST', 'PATCH', 'DELETE'] } } },
  Links: { type: 'object', readOnly: true, description: 'What you may do with this record, by action.', maxProperties: 100, additionalProperties: ref('schemas', 'Link') },
  FieldErrors: {
    type: 'array',
    maxItems: 1_000,
    items: { type: 'object', required: ['at', 'rule', 'say'], properties: { at: { ...text(500), description: 'Where, such as `email` or `where.and[0]`.' }, rule: { ...text(100), description: 'Which rule, for programs.' }, say: { ...text(2_000), description: 'What is wrong and how to mend it.' } } },
  },
  ImportResult: {
    type: 'object',
    required: ['dryRun', 'counts', 'rows'],
    properties: {
      dryRun: { type: 'boolean' },
      counts: { type: 'object', description: 'How many rows had each outcome.', maxProperties: 10, additionalProperties: ref('schemas', 'Total') },
      rows: { type: 'array', maxItems: LARGEST_IMPORT, items: { type: 'object', required: ['line', 'status'], properties: { line: ref('schemas', 'Total'), status: { type: 'string', enum: ['created', 'updated', 'unchanged', 'failed', 'not reached'] }, id: { type: 'string', format: 'uuid', maxLength: 36 }, errors: ref('schemas', 'FieldErrors') } } },
    },
  },
  PersonalData: {
    type: 'object',
    required: ['resource', 'id', 'complete', 'fields', 'history'],
    properties: {
      resource: text(60),
      id: { type: 'string', format: 'uuid', maxLength: 36 },
      complete: { type: 'boolean' },
      fields: { type: 'array', maxItems: 500, items: { type: 'object', properties: { name: text(120), label: text(200), class: { type: 'string', enum: ['personal', 'sensitive', 'financial'] }, value: { description: 'As the record has it.' } } } },
      history: { type: 'array', maxItems: 10_000, items: { type: 'object', properties: { at: { type: 'string', format: 'date-time', maxLength: 40 }, what: text(60), by: { type: ['string', 'null'], format: 'uuid', maxLength: 36 }, reason: { type: ['string', 'null'], maxLength: 500 }, before: { type: ['object', 'null'], maxProperties: 1_000 }, after: { type: ['object', 'null'], maxProperties: 1_000 } } } },
    },
  },
  ...HISTORY,
  Condition: {
    oneOf: [
      { type: 'object', additionalProperties: false, required: ['field', 'operator'], properties: { field: text(120), operator: text(40), value: { description: 'A value, or a list where the operator takes several; none where it takes none.' } } },
      ...['and', 'or'].map((name) => ({ type: 'object', additionalProperties: false, required: [name], properties: { [name]: { type: 'array', minItems: 1, maxItems: 50, items: ref('schemas', 'Condition') } } })),
      { type: 'object', additionalProperties: false, required: ['not'], properties: { not: ref('schemas', 'Condition') } },
    ],
    description: 'Nested five deep at most. Fields and operators are those of the filters of the list.',
  },
};

/**
 * What the generated routes take and give; with the registry of an organisation, its own fields are described, too. Problems
 * stand here by name alone (`#/components/responses/…`), and so do the headers of budgets: whoever writes them describes them.
 */
export function describeNouns(nouns: readonly ResourceModel[], registry: Registry): ApiDescription {
  const resources = nouns.map(({ name }) => registry.get(name));
  const described = new Set(resources);
  const all: ApiDescription = { paths: {}, schemas: { ...SCHEMAS }, parameters: { ...PARAMETERS } };
  for (const resource of resources) {
    const verbs = registry.verbs.filter((verb) => registry.of(verb.resource) === resource);
    Object.assign(all.schemas, resourceSchemas(resource, registry, (other) => described.has(other), all.schemas));
    Object.assign(all.parameters, parametersOf(resource, registry));
    for (const { type } of resource.fields.values()) all.schemas[filterName(type)] ??= filterSchema(type);
    for (const { name, input } of verbs) if (input) all.schemas[verbInput(resource, name)] = inputSchema(input);
    Object.assign(all.paths, pathsOf(resource, registry, verbs));
  }
  return all;
}

function pathsOf(resource: ResourceModel, registry: Registry, verbs: readonly VerbDeclaration[]): ApiDescription['paths'] {
  const [name, one, many] = [nameOf(resource), resource.label.toLowerCase(), resource.plural.replaceAll('-', ' ')];
  const base = `/api/v1/${resource.path}`;
  const parameter = (part: string) => ref('parameters', part);
  const filters = [...resource.fields.keys()].map((field) => parameter(`${name}.filter.${field}`));
  const fields = parameter(`${name}.fields`);
  const include = includable(resource, registry).length ? [parameter(`${name}.include`)] : [];
  const related = resource.references.filter((field) => registry.target(field)).map(relationName);
  const how =
    '`filter[name]=…` is short for `filter[name][eq]=…`; several filters must all hold.' +
    (related.length ? ` Fields of a related record are named with it (${related.join(', ')}), as in \`filter[${related[0]}.createdAt][during]=this-month\`.` : '');
  const operation = (action: string, permission: string, summary: string, rest: JsonSchema): JsonSchema => ({
    operationId: `${resource.name}_${action.replaceAll('-', '_')}`,
    tags: [resource.module],
    summary,
    description: `${summary}. Needs the right \`${permission}\` on ${resource.name}.`,
    'x-permission': { resource: resource.name, action: permission },
    ...rest,
  });
  const record = (description: string) => answer(description, name, { ETag: ref('headers', 'ETag') });
  const notUnique = { 409: ref('responses', 'Conflict') };
  const changed = { ...notUnique, 412: ref('responses', 'PreconditionFailed') };
  const byId = [parameter('Id')];
  return {
    [base]: {
      get: operation('list', 'read', `List ${many}`, {
        description: `Newest first unless sorted otherwise. ${how} Needs the right \`read\` on ${resource.name}.`,
        parameters: [...filters, parameter(`${name}.sort`), fields, ...include, ...['Limit', 'After', 'Q', 'Count', 'Deleted'].map(parameter)],
        responses: { 200: answer(`A page of ${many}.`, `${name}Page`) },
      }),
      post: operation('create', 'create', `Create a ${one}`, {
        requestBody: body(`${name}Create`),
        responses: { 201: answer('As it was made.', name, { ETag: ref('headers', 'ETag'), Location: ref('headers', 'Location') }), ...notUnique },
      }),
    },
    [`${base}/count`]: {
      get: operation('count', 'read', `Count ${many}`, { parameters: [...filters, ...['Q', 'Deleted'].map(parameter)], responses: { 200: answer('How many there are.', 'Count') } }),
    },
    [`${base}/query`]: {
      post: operation('query', 'read', `Query ${many} with nested conditions`, { requestBody: body(`${name}Query`), responses: { 200: answer(`A page of ${many}.`, `${name}Page`) } }),
    },
    [`${base}/bulk`]: {
      post: operation('bulk', 'bulk', `Create, change and delete many ${many}`, {
        description: `Each record stands for itself: what fails leaves the others as they are. Needs the right \`bulk\` on ${resource.name}, and the right to do the same with each record.`,
        requestBody: body(`${name}Bulk`),
        responses: { 200: answer('What became of each, in the order of the request.', `${name}BulkResult`) },
      }),
    },
    [`${base}/export`]: {
      get: operation('export', 'export', `Export ${many} as CSV`, {
        description: `All that the list would hold, ${LARGEST_EXPORT} records at most, with a column for each field. ${how} Needs the right \`export\` on ${resource.name}; the ledger keeps who exported what.`,
        parameters: [...filters, fields, parameter('Q')],
        responses: { 200: { description: 'A file that can be imported again.', content: { 'text/csv': { schema: text(2_147_483_647) } } }, 422: ref('responses', 'Unprocessable') },
      }),
    },
    [`${base}/import`]: {
      post: operation('import', 'import', `Import ${many} from CSV`, {
        description: `The first line names the columns by field or label. A row with an id changes that record, one without makes one; an empty cell empties a field. Each row stands for itself. Needs the right \`import\` on ${resource.name}, and the right to do the same with each record.`,
        parameters: [parameter('DryRun')],
        requestBody: { required: true, content: { 'text/csv': { schema: text(1_048_576), example: resource.title } } },
        responses: { 200: answer('What became of each row.', 'ImportResult') },
      }),
    },
    [`${base}/{id}`]: {
      get: operation('get', 'read', `Get a ${one}`, {
        parameters: [...byId, fields, ...include, parameter('IfNoneMatch')],
        responses: { 200: record('The record, with links to what you may do with it.'), 304: { description: 'You have this version already.' } },
      }),
      patch: operation('update', 'update', `Change a ${one}`, { parameters: [...byId, parameter('IfMatch')], requestBody: body(`${name}Update`), responses: { 200: record('As it is now.'), ...changed } }),
      delete: operation('delete', 'delete', `Delete a ${one}`, { parameters: [...byId, parameter('IfMatch')], responses: { 204: { description: 'It is deleted, and can be restored.' }, ...changed } }),
    },
    [`${base}/{id}/restore`]: {
      post: operation('restore', 'delete', `Restore a deleted ${one}`, { parameters: byId, responses: { 200: record('As it is again.'), ...notUnique } }),
    },
    [`${base}/{id}/timeline`]: {
      get: operation('timeline', 'read', `Tell what became of a ${one}`, {
        description: `Who did what to it, in your language, the newest first; of values only those that you may see. Needs the right \`read\` on ${resource.name}.`,
        parameters: [...byId, parameter('TimelineLimit'), parameter('After'), parameter('AcceptLanguage')],
        responses: { 200: answer('A page of its timeline.', 'Timeline') },
      }),
    },
    [`${base}/{id}/timeline/{entryId}`]: {
      get: operation('timeline-entry', 'read', `Tell one thing that became of a ${one}`, {
        parameters: [...byId, parameter('EntryId'), parameter('AcceptLanguage')],
        responses: { 200: answer('What happened, at an address that stays.', 'TimelineEntry') },
      }),
    },
    ...(isAboutPeople(resource) && {
      [`${base}/{id}/personal-data`]: {
        get: operation('personal-data', 'disclose', `Show what is held about a ${one}`, {
          description: `The personal fields as they are, and all that they have held; \`complete\` says whether you may see all of it. The ledger keeps who asked. Needs the right \`disclose\` on ${resource.name}.`,
          parameters: byId,
          responses: { 200: answer('All that is held about the person.', 'PersonalData') },
        }),
      },
      [`${base}/{id}/forget`]: {
        post: operation('forget', 'erase', `Forget a ${one}`, {
          description: `Empties the personal fields here, in the ledger and in the search index, and deletes the record. It cannot be undone. Needs the right \`erase\` on ${resource.name}.`,
          parameters: byId,
          responses: { 204: { description: 'It is forgotten.' } },
        }),
      },
    }),
    ...Object.fromEntries(
      verbs.map((verb) => {
        const input = verb.input && { requestBody: body(verbInput(resource, verb.name)) };
        return [`${base}/{id}/${verb.name}`, { post: operation(verb.name, verb.name, verb.say, { parameters: byId, ...input, responses: { 200: record('As it is now.'), ...notUnique } }) }];
      }),
    ),
  };
}

function answer(description: string, schema: string, headers?: Json): JsonSchema {
  return { description, ...(headers && { headers }), content: { 'application/json': { schema: ref('schemas', schema) } } };
}

function body(schema: string): JsonSchema {
  return { required: true, content: { 'application/json': { schema: ref('schemas', schema) } } };
}

function verbInput(resource: ResourceModel, verb: string): string {
  return `${nameOf(resource)}.${verb}`;
}

function parametersOf(resource: ResourceModel, registry: Registry): Parts {
  const name = nameOf(resource);
  const list = (part: string, description: string): Parts => ({ [`${name}.${part.toLowerCase()}`]: { ...query(part.toLowerCase(), ref('schemas', name + part), description), style: 'form', explode: false } });
  return {
    ...Object.fromEntries([...resource.fields.values()].map((field) => [`${name}.filter.${field.name}`, filterParameter(field)])),
    ...list('Sort', 'Fields to sort by, with - for descending.'),
    ...list('Fields', 'Only these fields.'),
    ...(includable(resource, registry).length > 0 && list('Include', 'Related records to bring along.')),
  };
}

/** The empty example is what one tries first: without it, pages of documentation would ask with every operator at once. */
function filterParameter(field: Field): JsonSchema {
  const { choices } = field.options as Partial<ChoiceOptions>;
  return { ...query(`filter[${field.name}]`, ref('schemas', filterName(field.type)), `${field.label}.${choices ? ` One of: ${valuesOf(choices).join(', ')}.` : ''}`), style: 'deepObject', explode: true, example: {} };
}

function filterName(type: FieldType): string {
  return `Filter.${type.name}`;
}

const TAKES = { one: '', many: '; several values are separated by commas', nothing: '; any value, such as true' };

function filterSchema({ operators }: FieldType): JsonSchema {
  const properties = Object.entries(operators).map(([name, { say, takes }]) => [name, { ...text(LONGEST_ARGUMENT), description: `${say}${TAKES[takes]}` }]);
  return { type: 'object', additionalProperties: false, properties: Object.fromEntries(properties) as Parts };
}
