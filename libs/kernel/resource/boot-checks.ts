import { columnName } from './database-names.js';
import { declarationOf } from './declaration.js';
import { grantsOf, rightOf } from './grants.js';
import { actionsOf, USUAL_ACTIONS, type ResourceModel } from './model.js';
import { didYouMean } from './names.js';
import type { Registry } from './registry.js';
import { SYSTEM_FIELDS } from './tenant-row.js';
import type { VerbDeclaration } from './verb.js';

const NEEDS_A_DECISION = new Set(['text', 'long-text', 'rich-text', 'email', 'phone', 'url']);
const NAME = /^[a-z][A-Za-z0-9]{0,47}$/;
const RESERVED = new Set(['custom', 'organizationId', 'constructor', 'prototype', '__proto__', 'tableoid', 'ctid', 'xmin', 'xmax', 'cmin', 'cmax']);
const LONGEST_IN_POSTGRES = 63;
const VERB = /^[a-z]+(-[a-z]+)*$/;
/** What the routes of every noun are called already. */
const TAKEN = new Set<string>([...USUAL_ACTIONS, 'list', 'get', 'count', 'query', 'restore', 'constructor']);

/** Silence fails the boot: every message names the file and the cure. */
export function checkResource(resource: ResourceModel, registry: Registry): string[] {
  const where = `${resource.resourceClass.name} (${declarationOf(resource.resourceClass)!.file})`;
  return [...checkShape(resource, registry), ...checkFields(resource, registry), ...checkColumns(resource), ...checkGrants(resource)].map((problem) => `${where}: ${problem}`);
}

export function checkVerb({ name, resource, verbClass, file }: VerbDeclaration, registry: Registry): string[] {
  const where = `${verbClass.name} (${file})`;
  if (!registry.knows(resource)) return [`${where}: is a verb of ${resource.name}, which no module declares. Name that noun in the resources of its @FeatureModule.`];
  if (!VERB.test(name) || TAKEN.has(name)) return [`${where}: a verb cannot be called "${name}". Use small letters and hyphens, and none of ${[...TAKEN].slice(0, -1).join(', ')}.`];
  const twin = registry.verbs.find((other) => other.verbClass !== verbClass && other.resource === resource && other.name === name);
  return twin ? [`${where}: ${twin.verbClass.name} (${twin.file}) is called "${name}" too. Choose another name for one of them.`] : [];
}

function* checkShape(resource: ResourceModel, registry: Registry): Generator<string> {
  const twin = registry.resources.find((other) => other !== resource && (other.path === resource.path || other.name === resource.name));
  if (twin) yield `has the same name or address as ${twin.resourceClass.name}. Choose another class name or plural.`;
  if (resource.table.length > LONGEST_IN_POSTGRES) yield `its table would be called "${resource.table}", and Postgres takes names of at most ${LONGEST_IN_POSTGRES} letters. Choose a shorter class name.`;
  if (!resource.fields.has(resource.title)) yield `its title "${resource.title}" is not one of its fields.${didYouMean(resource.title, resource.fields.keys())}`;
}

function* checkFields(resource: ResourceModel, registry: Registry): Generator<string> {
  for (const field of resource.fields.values()) {
    if (SYSTEM_FIELDS.has(field.name)) continue;
    if (!NAME.test(field.name) || RESERVED.has(field.name)) yield `the field name "${field.name}" is not allowed. Use letters and digits, beginning with a small letter.`;
    if (NEEDS_A_DECISION.has(field.type.name) && field.personal === null)
      yield `"${field.name}" may hold personal data and says nothing about it. Write personal: true, or personal: 'none' if it never does.`;
    if ('to' in field.options && !registry.target(field)) yield `"${field.name}" points at a noun that no module declares. Name that noun in the resources of its @FeatureModule.`;
    if ('pattern' in field.options && !field.type.accept(field.type.example(field, 1), field, () => undefined)) yield `"${field.name}" has a pattern that its own example does not match. Give one that does: example: () => '…'.`;
    if (field.options.search && !field.type.searched) yield `"${field.name}" cannot be searched: ${field.type.name} has no text. Remove search.`;
  }
}

/** Two fields can want one column: emailKey, and what email keeps beside itself. */
function* checkColumns(resource: ResourceModel): Generator<string> {
  const takenBy = new Map<string, string>();
  for (const field of resource.fields.values())
    for (const column of field.type.columns(field).map((each) => columnName(field, each))) {
      if (column.length > LONGEST_IN_POSTGRES) yield `"${field.name}" would need a column "${column}", and Postgres takes names of at most ${LONGEST_IN_POSTGRES} letters. Choose a shorter field name.`;
      if (takenBy.has(column)) yield `"${field.name}" and "${takenBy.get(column)}" both need the column "${column}". Choose another name for one of them.`;
      takenBy.set(column, field.name);
    }
}

function* checkGrants(resource: ResourceModel): Generator<string> {
  const byRole = grantsOf(resource.resourceClass);
  if (!byRole) {
    yield 'nobody is granted anything. Write grants(…) below the class, or grantsNobody(…) if you mean nobody.';
    return;
  }
  for (const [role, actions] of Object.entries(byRole))
    for (const [action, grant] of Object.entries(actions)) {
      const right = rightOf(resource.name, action, grant);
      const known = actionsOf(resource);
      if (!known.includes(action)) yield `grants ${role} the unknown action "${action}".${didYouMean(action, known)}`;
      if (right.reach !== 'all' && !resource.owner) yield `grants ${role} "${action}" on ${right.reach} records, but nothing says whose a record is. Add an @Owner() field, or grant 'all'.`;
      for (const name of [...(right.fields ?? []), ...right.masked])
        if (!resource.fields.has(name)) yield `grants ${role} "${action}" on the unknown field "${name}".${didYouMean(name, resource.fields.keys())}`;
    }
}
