import { createHash } from 'node:crypto';
import type { Field, FieldType, Json } from '#kernel/field/field.js';
import type { Ability, ResourceAbility } from '#kernel/gate/ability.js';
import type { Gate } from '#kernel/gate/gate.js';
import { searchableFields } from '#kernel/pipeline/search.js';
import { relationName } from '#kernel/pipeline/select.js';
import type { Nouns } from '#kernel/resource/custom-fields.js';
import { actionsOf, type ResourceModel } from '#kernel/resource/model.js';
import { sentence } from '#kernel/resource/names.js';
import type { Registry } from '#kernel/resource/registry.js';
import { isWritable } from '#kernel/resource/tenant-row.js';
import { inputSchema } from '#platform/docs/input-schema.js';
import { ENGLISH, sayingIn, type Say, type Words } from '#platform/words/words.js';

export interface Described {
  text: string;
  etag: string;
}

type Part = { [key: string]: Json };

const MOST_KEPT = 500;

/** What the browser draws its screens from: exactly what this actor may see and do, and nothing else. */
export class Meta {
  private readonly known = new WeakMap<Registry, { byAbility: WeakMap<Ability, Described>; byRights: Map<string, Described> }>();

  constructor(
    private readonly gate: Gate,
    private readonly nouns: Pick<Nouns, 'here'>,
    private readonly served: readonly ResourceModel[],
    private readonly words: Words = ENGLISH,
  ) {}

  async read(): Promise<Described> {
    const ability = await this.gate.ability();
    const registry = await this.nouns.here();
    const { byAbility, byRights } = this.knownOf(registry);
    const known = byAbility.get(ability);
    if (known) return known;
    // Whoever has the same rights gets the same answer, and abilities are renewed every few seconds.
    const key = hash(JSON.stringify(ability.access, (name, value: Json) => (name === 'memberId' ? value !== null : name.endsWith('MemberIds') ? undefined : value)));
    const described = byRights.get(key) ?? this.describe(ability, registry);
    if (byRights.size >= MOST_KEPT) byRights.clear();
    byRights.set(key, described);
    byAbility.set(ability, described);
    return described;
  }

  private knownOf(registry: Registry) {
    const known = this.known.get(registry) ?? { byAbility: new WeakMap<Ability, Described>(), byRights: new Map<string, Described>() };
    this.known.set(registry, known);
    return known;
  }

  private describe(ability: Ability, registry: Registry): Described {
    const language = this.words.languageFor(ability.access.language);
    const say = sayingIn(this.words, language);
    const mine = this.served.map(({ name }) => registry.get(name)).filter((resource) => actionsOf(resource).some((action) => ability.of(resource).may(action)));
    // Where a type is both, that of the columns comes last and stays: it knows every operator.
    const open = mine.flatMap((resource) => ability.of(resource).openFields()).sort((a, b) => b.storage.localeCompare(a.storage));
    const types = new Map(open.map(({ type }) => [type.name, type]));
    const text = JSON.stringify({
      language,
      menu: menuOf(mine.filter((resource) => ability.of(resource).may('read')), say),
      operators: Object.fromEntries([...types].map(([name, type]) => [name, operatorsOf(type, say)])),
      resources: mine.map((resource) => resourceOf(resource, ability, registry, say)),
    });
    return { text, etag: `"${hash(text)}"` };
  }
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('base64url').slice(0, 22);
}

function menuOf(resources: readonly ResourceModel[], say: Say): Json {
  return [...new Set(resources.map(({ module }) => module))].map((module) => ({
    module,
    label: say(`module.${module}`, sentence(module.replaceAll('-', '_'))),
    resources: resources.filter((resource) => resource.module === module).map(({ name }) => name),
  }));
}

/** By type, since all fields of a type compare alike. */
function operatorsOf({ operators }: FieldType, say: Say): Json {
  return Object.entries(operators).map(([name, operator]) => ({ name, say: say(`operator.${operator.say}`, operator.say), takes: operator.takes }));
}

function resourceOf(resource: ResourceModel, ability: Ability, registry: Registry, say: Say): Json {
  const { name, module, plural, icon, title, path, place } = resource;
  const own = ability.of(resource);
  const searchable = new Set(searchableFields(resource, ability));
  const verbs = registry.verbs.filter((verb) => registry.of(verb.resource) === resource && own.may(verb.name));
  return {
    name,
    module,
    label: say(name, resource.label),
    labelOfMany: say(`${name}.plural`, sentence(plural.replaceAll('-', '_'))),
    path: `/api/v1/${path}`,
    icon,
    ...(place && { place }),
    title: own.visibility().get(title) === 'hidden' ? null : title,
    may: actionsOf(resource).filter((action) => own.may(action)),
    fields: [...resource.fields.values()].flatMap((field) => fieldOf(field, own, searchable.has(field), targetOf(field, ability, registry), say)),
    actions: verbs.map((verb) => ({ name: verb.name, say: say(`${name}.${verb.name}`, verb.say), ...(verb.input && { input: inputSchema(verb.input) }) })),
  };
}

function targetOf(field: Field, ability: Ability, registry: Registry): Part {
  const target = registry.target(field);
  return target && ability.of(target).may('read') ? { target: target.name, relation: relationName(field) } : {};
}

/** Only what is so is said: a key that is missing means no. */
function fieldOf(field: Field, own: ResourceAbility, searchable: boolean, target: Part, say: Say): Part[] {
  const { name, type, options, label, required } = field;
  const visibility = own.visibility().get(name) ?? 'hidden';
  const may = (action: string) => isWritable(field) && own.rows(action, [name]).kind !== 'never';
  const [create, update, open] = [may('create'), may('update'), visibility === 'shown'];
  if (visibility === 'hidden' && !create && !update) return [];
  const key = `${own.resource.name}.${name}`;
  const said: { [key: string]: Json | false | undefined } = {
    name,
    label: say(key, label),
    help: options.help && say(`${key}.help`, options.help),
    type: type.name,
    ...widgetOf(field, key, say),
    ...target,
    // Whatever goes with another record and is given to nobody is shown there, and not among the nouns that people go to.
    partOf: required && (options as { onDelete?: string }).onDelete === 'cascade' && !(own.resource.owner && isWritable(own.resource.owner)),
    required,
    readOnly: !isWritable(field),
    default: isWritable(field) ? options.default : undefined,
    list: options.list,
    searchable,
    sortable: open && type.sort !== null,
    filterable: open,
    create,
    update,
    ...(visibility !== 'shown' && { visibility }),
  };
  return [Object.fromEntries(Object.entries(said).filter(([, value]) => value !== false && value !== undefined)) as Part];
}

function widgetOf(field: Field, key: string, say: Say): Part {
  const { widget, choices, ...settings } = field.type.widget(field);
  const labelled = (choices as { value: string; label: string }[] | undefined)?.map((choice) => ({ ...choice, label: say(`${key}.${choice.value}`, choice.label) }));
  const given = Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== null));
  return { widget: widget!, ...(labelled && { choices: labelled }), ...(Object.keys(given).length > 0 && { settings: given }) };
}
