import type { Complain, Field, Json, Stored } from '#kernel/field/field.js';
import type { ResourceAbility } from '#kernel/gate/ability.js';
import type { ResourceModel } from '#kernel/resource/model.js';
import { didYouMean } from '#kernel/resource/names.js';
import { SYSTEM_FIELDS } from '#kernel/resource/tenant-row.js';
import { Invalid, Malformed, type FieldError } from './problem.js';

/** Values that passed every rule of their fields; null empties a field. */
export type Accepted = Map<Field, Stored | null>;

const MOST_ERRORS = 100;

/** Shape first, then the rules of each field; every fault is reported, each with its path. */
export function accept(body: unknown, action: 'create' | 'update', ability: ResourceAbility): Accepted {
  if (!isPlainObject(body)) throw new Malformed('Send one JSON object with the values of the record.');
  const { resource } = ability;
  const errors: FieldError[] = [];
  const accepted: Accepted = new Map();
  const given = [...entriesOf(body, resource)];
  for (const [name, value] of given) {
    const complain: Complain = (rule, say) => void (errors.length < MOST_ERRORS && errors.push({ at: name, rule, say })) as undefined;
    const field = writableField(name, action, ability, complain);
    if (!field) continue;
    if (value === null || value === undefined) {
      if (field.required) complain('required', 'Must not be empty.');
      else accepted.set(field, null);
      continue;
    }
    const stored = field.type.accept(value, field, complain);
    // Without any column it stays what it is, as a secret that comes back as it was shown.
    if (stored && Object.keys(stored).length > 0) accepted.set(field, isEmpty(stored) ? null : stored);
  }
  if (action === 'create') for (const field of missing(resource, new Set(given.map(([name]) => name)))) errors.push({ at: field.name, rule: 'required', say: 'Must not be empty.' });
  if (errors.length) throw new Invalid(errors);
  return accepted;
}

function isPlainObject(value: unknown): value is { [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isEmpty(stored: Stored): boolean {
  return Object.values(stored).every((value) => value === null);
}

/** An organisation's own fields travel in an object of their own: `custom.region` stands at `custom: { region }`. */
function* entriesOf(body: { [key: string]: Json }, resource: ResourceModel): Generator<[string, Json]> {
  for (const [name, value] of Object.entries(body)) {
    if (name !== 'custom') yield [name, value];
    else if (isPlainObject(value)) for (const [own, inner] of Object.entries(value)) yield [`custom.${own}`, inner];
    else yield [resource.fields.has('custom') ? name : 'custom.', value];
  }
}

function writableField(name: string, action: string, ability: ResourceAbility, complain: Complain): Field | undefined {
  const { resource } = ability;
  const field = resource.fields.get(name);
  const may = field && ability.rows(action, [name]).kind !== 'never';
  if (!field || (!may && ability.visibility().get(name) === 'hidden')) {
    const known = [...resource.fields.values()].filter(({ options }) => !options.readOnly).map((each) => each.name);
    return complain('unknown', `${resource.label} has no field of this name that you may set.${didYouMean(name.slice(0, 60), known)}`);
  }
  if (SYSTEM_FIELDS.has(name) || field.options.readOnly) return complain('readOnly', 'Is set by Tessera and cannot be sent.');
  if (!may) return complain('forbidden', 'Your role does not allow you to set this field.');
  return field;
}

function missing(resource: ResourceModel, given: ReadonlySet<string>): Field[] {
  return [...resource.fields.values()].filter(({ name, required, options, type }) => required && !options.readOnly && options.default === undefined && !type.assigned && !given.has(name));
}

/** What is set where the client left a field out. */
export function withDefaults(accepted: Accepted, resource: ResourceModel, memberId: string | null): Accepted {
  for (const field of resource.fields.values()) {
    const { default: given } = field.options;
    if (given === undefined || accepted.has(field)) continue;
    const value = given === 'actor' ? memberId : given;
    const stored = value === null ? null : field.type.accept(value, field, () => undefined);
    if (stored === undefined) throw new TypeError(`The default of ${resource.name}.${field.name} is not one of its values.`);
    if (stored) accepted.set(field, stored);
  }
  return accepted;
}
