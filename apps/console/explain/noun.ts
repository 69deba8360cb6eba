import type { ChoiceOptions } from '#kernel/field/choice.js';
import { valuesOf } from '#kernel/field/choice.js';
import type { Field } from '#kernel/field/field.js';
import { tableSchema } from '../schema/ddl.js';
import { searchedFields, searchWeight } from '#kernel/derive/search.js';
import { declaredHooks, EVERY_CHANGE, type Occasions } from '#kernel/pipeline/hooks.js';
import { declarationOf } from '#kernel/resource/declaration.js';
import type { ResourceModel } from '#kernel/resource/model.js';
import { didYouMean } from '#kernel/resource/names.js';
import type { Registry } from '#kernel/resource/registry.js';
import { SYSTEM_FIELDS } from '#kernel/resource/tenant-row.js';
import type { VerbDeclaration } from '#kernel/resource/verb.js';
import { inputSchema } from '#platform/docs/input-schema.js';
import { describeNouns } from '#platform/docs/noun-paths.js';
import { aligned } from './aligned.js';
import { factsOf } from '#platform/audit/told-facts.js';
import { leftOutOfLedger } from './facts.js';
import { permissionRows, type RoleRights } from './permissions.js';

const ON_DELETE = { restrict: 'keeps it from being deleted', detach: 'loses the link when it is deleted', cascade: 'is deleted with it', keep: 'goes on naming it when it is deleted' } as const;

/** All nouns, one per line. */
export function nounsText(registry: Registry): string {
  const rows = registry.resources.map((resource) => [resource.name, resource.http === false ? 'no address' : `/api/v1/${resource.path}`, `${resource.fields.size} fields`, resource.verbs.join(', '), declarationOf(resource.resourceClass)!.file]);
  return ['Nouns; npm run explain <noun> shows what follows from one:', ...aligned(rows)].join('\n');
}

/** Finds it by the name of its class, table or address, in any case. */
export function findNoun(wanted: string, registry: Registry): ResourceModel {
  const names = new Map(registry.resources.flatMap((resource) => [resource.plural, resource.table, resource.name].map((name) => [name.toLowerCase(), resource] as const)));
  const found = names.get(wanted.toLowerCase());
  if (!found) throw new Error(`There is no noun "${wanted}".${didYouMean(wanted, registry.resources.flatMap(({ name, plural }) => [name, plural]))} npm run explain lists them all.`);
  return found;
}

/** Everything that follows from one declaration, without a database. */
export function nounText(resource: ResourceModel, registry: Registry, roles: RoleRights): string {
  const { resourceClass, module, table, title, label } = resource;
  const schema = tableSchema(resource, registry);
  const own = [...resource.fields.values()].filter(({ name }) => !SYSTEM_FIELDS.has(name));
  const verbs = registry.verbs.filter((verb) => verb.resource === resourceClass);
  const section = (heading: string, rows: readonly (readonly string[])[], none: string) => [heading, ...(rows.length ? aligned(rows) : [`  ${none}`])].join('\n');
  return [
    `${resourceClass.name}: ${label}, in the module ${module}, named by ${title}\n${declarationOf(resourceClass)!.file}, table ${table}`,
    section('Fields (beside those of every record)', own.map((field) => fieldRow(field, resource)), 'none'),
    section('Indexes', indexRows(schema.constraints, schema.indexes), 'none'),
    section('Policies (row-level security is enabled and forced)', [...schema.policies].map(([name, definition]) => [name, definition]), 'none'),
    section('Routes, and the right that the doors ask for', routeRows(resource, registry), 'none: a controller of its own calls the doors'),
    section('Who may: role, action, whose records, which fields', permissionRows(resource, roles), 'nobody'),
    section('Search: field, weight', searchedFields(resource).map((field) => [field.name, String(searchWeight(resource, field))]), 'not searched'),
    section('Hooks, in this order', hookRows(resource), 'none'),
    section('Verbs', verbs.map(verbRow), 'none'),
    section('Facts in the ledger', factRows(resource, registry, verbs), 'none'),
    section('Points at', referencesOut(resource, registry), 'nothing'),
    section('Is pointed at by', registry.referrers(resource).map(({ resource: other, field }) => [`${other.name}.${field.name}`, `the ${other.label.toLowerCase()} ${ON_DELETE[field.options.onDelete]}`]), 'nothing'),
  ].join('\n\n');
}

function fieldRow(field: Field, resource: ResourceModel): string[] {
  const { type, options, required, personal } = field;
  const columns = type.columns(field).map((column) => `${column.suffix ? `${field.column}_${column.suffix}` : field.column} ${column.type}${column.generatedAs ? ' generated' : ''}`);
  const { choices } = options as Partial<ChoiceOptions>;
  const notes = [
    required && 'required',
    options.readOnly && 'set by Tessera',
    options.unique && 'unique among live records',
    field === resource.owner && 'says whose record it is',
    options.fields && `group ${options.fields}`,
    options.list !== undefined && `list ${options.list}`,
    choices && `one of ${valuesOf(choices).join(' | ')}`,
    options.default !== undefined && `default ${JSON.stringify(options.default)}`,
  ];
  return [field.name, type.name, columns.join(', '), personal ?? 'no class', notes.filter(Boolean).join('; ')];
}

function indexRows(constraints: ReadonlyMap<string, string>, indexes: ReadonlyMap<string, string>): string[][] {
  const keys = [...constraints].filter(([, definition]) => definition.startsWith('PRIMARY KEY')).map(([name, definition]) => [name, definition.toLowerCase()]);
  return [...keys, ...[...indexes].map(([name, definition]) => [name, `${definition.startsWith('UNIQUE') ? 'unique ' : ''}${definition.replace(/^.*? ON "[^"]+" /, '').replaceAll('"', '')}`])];
}

function routeRows(resource: ResourceModel, registry: Registry): string[][] {
  if (resource.http === false) return [];
  return Object.entries(describeNouns([resource], registry).paths).flatMap(([path, operations]) =>
    Object.entries(operations).map(([method, operation]) => [method.toUpperCase(), path, 'members', (operation['x-permission'] as { action: string }).action]),
  );
}

function hookRows({ resourceClass }: ResourceModel): string[][] {
  const hooks = declaredHooks().filter((hook) => hook.resource === resourceClass);
  return (['before', 'after'] as const).flatMap((when) => hooks.filter((hook) => hook.when === when).map(({ owner, method, occasions, file }) => [`${when}${occasionsTold(occasions)}`, `${owner.name}.${method}`, file]));
}

function occasionsTold(occasions: Occasions): string {
  if (occasions === EVERY_CHANGE) return '';
  return ` ${Object.entries(occasions).map(([kind, fields]) => (fields === true ? kind : `${kind} of ${fields.join(' or ')}`)).join(', ')}`;
}

function verbRow(verb: VerbDeclaration): string[] {
  const { properties = {}, required = [] } = (verb.input ? inputSchema(verb.input) : {}) as { properties?: { [name: string]: { type?: string } }; required?: string[] };
  const input = Object.entries(properties).map(([name, { type = 'any' }]) => `${name}${required.includes(name) ? '' : '?'}: ${type}`);
  return [verb.name, `"${verb.say}"`, input.length ? `{ ${input.join(', ')} }` : 'no input', `${verb.verbClass.name}, ${verb.file}`];
}

function factRows(resource: ResourceModel, registry: Registry, verbs: readonly VerbDeclaration[]): string[][] {
  const left = leftOutOfLedger(resource, registry);
  const told = verbs.flatMap((verb) => factsOf(verb).map((fact) => [fact, `told by ${verb.verbClass.name}`]));
  return [['insert, update, delete', `by a trigger${left.length ? `, without ${left.join(', ')}` : ''}`], ...told];
}

function referencesOut(resource: ResourceModel, registry: Registry): string[][] {
  return resource.references.flatMap((field) => {
    const target = registry.target(field);
    return target ? [[field.name, target.name, ON_DELETE[field.options.onDelete]]] : [];
  });
}
