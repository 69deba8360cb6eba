import diagnostics from 'node:diagnostics_channel';
import { Ability as CaslAbility, type RawRuleOf } from '@casl/ability';
import type { Field, Viewpoint } from '#kernel/field/field.js';
import type { Right } from '#kernel/resource/grants.js';
import { actionsOf, type ResourceModel } from '#kernel/resource/model.js';
import type { Registry } from '#kernel/resource/registry.js';
import { viewpointOf, type Access } from './access.js';
import { bonds, pairOf } from './bonds.js';
import { storedCondition } from './condition.js';
import { all, ALWAYS, any, compare, holds, NEVER, not, type Predicate, type Row } from './predicate.js';

type Casl = CaslAbility<[string, string | Record<PropertyKey, unknown>], Predicate>;
type Rule = RawRuleOf<Casl>;

export type Visibility = 'hidden' | 'masked' | 'sometimes' | 'shown';

/** `x-explain` in development listens here. */
const decisions = diagnostics.channel('tessera:decision');

const UNMASKED = 'read';
/** Granted beside reading, for fields whose value stays hidden. */
export const MASKED = 'read masked';

/**
 * What one actor may do. Each rule's condition is one Predicate: CASL tests it in memory, `rows()` gives the same as
 * SQL's WHERE. Rules are built per noun, when first asked for.
 */
export class Ability {
  private readonly perResource = new Map<ResourceModel, ResourceAbility>();

  constructor(
    readonly access: Access,
    private readonly viewpoint: Viewpoint,
    /** For what depends on other records; without it, all of them are open. */
    private readonly registry: Registry | null = null,
  ) {}

  of(resource: ResourceModel): ResourceAbility {
    const known = this.perResource.get(resource);
    if (known) return known;
    const { registry } = this;
    const made = new ResourceAbility(resource, this.access, this.viewpoint, registry ? (action, fields) => bonds(resource, action, fields, this, registry) : () => ALWAYS);
    this.perResource.set(resource, made);
    return made;
  }
}

const MOST_REMEMBERED = 100;
const answers = new WeakMap<ResourceAbility, Map<string, unknown>>();

/** What follows from the actor's rules alone is worked out once for as long as these rules are; not while somebody asks how. */
export function remembered<T>(own: ResourceAbility, key: string, work: () => T): T {
  if (decisions.hasSubscribers) return work();
  const known = answers.get(own) ?? new Map<string, unknown>();
  answers.set(own, known);
  const answer = known.has(key) ? (known.get(key) as T) : work();
  if (known.size < MOST_REMEMBERED) known.set(key, answer);
  return answer;
}

export class ResourceAbility {
  private readonly casl: Casl;
  private readonly limit: ResourceAbility | null;
  private readonly predicates = new Map<string, Predicate>();
  private visible: ReadonlyMap<string, Visibility> | null = null;

  constructor(
    readonly resource: ResourceModel,
    readonly access: Access,
    viewpoint: Viewpoint,
    /** What other records decide. */
    private readonly bond: (action: string, fields: readonly string[]) => Predicate = () => ALWAYS,
  ) {
    this.casl = new CaslAbility<[string, string | Record<PropertyKey, unknown>], Predicate>(rulesFor(resource, access, viewpoint), {
      conditionsMatcher: (predicate: Predicate) => (row) => holds(predicate, row as Row),
      fieldMatcher: (fields) => (field) => fields.includes(field),
      detectSubjectType: () => resource.name,
    });
    this.limit = access.within ? new ResourceAbility(resource, access.within, viewpointOf(access.within, viewpoint.clock)) : null;
  }

  /** May the actor do this at all, to some record? */
  may(action: string): boolean {
    return this.rows(action).kind !== 'never';
  }

  /** May the actor do this to this record (and field)? What depends on other records is for the database to answer. */
  mayWith(action: string, row: Row, field?: string): boolean {
    return this.bond(action, field ? [field] : []).kind === 'always' && this.casl.can(action, row as Record<PropertyKey, unknown>, field) && (this.limit?.mayWith(action, row, field) ?? true);
  }

  /** The records that the actor may do this to; with fields, to each of them. */
  rows(action: string, fields: readonly string[] = []): Predicate {
    const rule = this.rule(action, fields);
    if (decisions.hasSubscribers) decisions.publish({ resource: this.resource, access: this.access, action, fields, rule });
    return rule;
  }

  private rule(action: string, fields: readonly string[] = []): Predicate {
    const key = `${action}|${fields.join(',')}`;
    const known = this.predicates.get(key);
    if (known) return known;
    const own = fields.length ? all(fields.map((field) => this.fold(action, field))) : this.fold(action);
    const made = own.kind === 'never' ? own : all([own, this.limit?.within(action, fields) ?? ALWAYS, this.bond(action, fields)]);
    if (this.predicates.size < 500) this.predicates.set(key, made);
    return made;
  }

  /** Whoever sees a value may see its mask, too. */
  private within(action: string, fields: readonly string[]): Predicate {
    return action === MASKED ? any([this.rule(MASKED, fields), this.rule(UNMASKED, fields)]) : this.rule(action, fields);
  }

  /** `sometimes`: shown in some of the readable records, so it can be neither filtered nor sorted by. */
  visibility(): ReadonlyMap<string, Visibility> {
    this.visible ??= new Map([...this.resource.fields.keys()].map((name) => [name, this.visibilityOf(name)]));
    return this.visible;
  }

  /** Show, filter and sort are refused together: this is the one list for all three. */
  openFields(): Field[] {
    return [...this.resource.fields.values()].filter(({ name }) => this.visibility().get(name) === 'shown');
  }

  /** Where a record hangs may be asked for all the same, within what the actor sees of it: that is how the things at a record are listed. */
  guarded(name: string): { field: Field; rule: Predicate } | null {
    const pair = this.visibility().get(name) === 'sometimes' && pairOf(this.resource);
    const field = pair && [pair.noun, pair.record].find((each) => each.name === name);
    return field ? { field, rule: this.rows(UNMASKED, [name]) } : null;
  }

  private visibilityOf(name: string): Visibility {
    const shown = this.rule(UNMASKED, [name]);
    if (shown.kind !== 'never') return sameRules(shown, this.rule(UNMASKED)) ? 'shown' : 'sometimes';
    return this.rule(MASKED, [name]).kind === 'never' ? 'hidden' : 'masked';
  }

  /** Denials come last in CASL's order and so first here: they bind whatever is granted. */
  private fold(action: string, field?: string): Predicate {
    const granted: Predicate[] = [];
    const denied: Predicate[] = [];
    for (const rule of this.casl.rulesFor(action, this.resource.name, field)) {
      // Without a field, a denial of some fields is not a denial of the record.
      if (rule.inverted && !field && rule.fields) continue;
      (rule.inverted ? denied : granted).push(rule.conditions ?? ALWAYS);
    }
    return all([any(granted), ...denied.map(not)]);
  }
}

function rulesFor(resource: ResourceModel, access: Access, viewpoint: Viewpoint): Rule[] {
  if (access.modulesOff?.includes(resource.module)) return [];
  const mine = access.rights.filter((right) => right.resource === '*' || right.resource === resource.name);
  const ordered = [...mine.filter(({ deny }) => !deny), ...mine.filter(({ deny }) => deny)];
  return ordered.flatMap((right) => rulesOfRight(right, resource, access, viewpoint));
}

function rulesOfRight(right: Right, resource: ResourceModel, access: Access, viewpoint: Viewpoint): Rule[] {
  const predicate = conditionOf(right, resource, access, viewpoint);
  if (!predicate) return [];
  const actions = right.action === '*' ? actionsOf(resource) : [right.action];
  const conditions = predicate.kind === 'always' ? undefined : predicate;
  const rule = (action: string, fields: string[] | undefined): Rule => ({ action, subject: resource.name, inverted: right.deny, fields, conditions });
  return actions.flatMap((action) => {
    // What may not be read may not be seen masked either: that there is a value is a value, too.
    if (right.deny) return (action === UNMASKED ? [UNMASKED, MASKED] : [action]).map((denied) => rule(denied, right.fields ?? undefined));
    const masked = action === UNMASKED ? right.masked.filter((name) => resource.fields.has(name)) : [];
    const fields = fieldsOf(right, resource).filter((name) => !masked.includes(name));
    return [...(fields.length ? [rule(action, fields)] : []), ...(masked.length ? [rule(MASKED, masked)] : [])];
  });
}

/** Without a list: all fields that stand in no group, and those of the groups that are granted by name. */
function fieldsOf(right: Right, resource: ResourceModel): string[] {
  const fields = [...resource.fields.values()];
  const open = fields.filter(({ name, options }) =>
    right.fields ? right.fields.includes(name) || name === 'id' : !options.fields || right.groups.includes(options.fields) || right.groups.includes('*'),
  );
  return open.map(({ name }) => name);
}

/** Null when it can apply to nothing: a right that no longer fits the noun grants nothing, and a denial then denies all. */
function conditionOf(right: Right, resource: ResourceModel, access: Access, viewpoint: Viewpoint): Predicate | null {
  const reach = reachOf(right, resource, access);
  const where = right.where ? storedCondition(right.where, resource, viewpoint) : ALWAYS;
  if (!where) return right.deny ? reach : null;
  const both = all([reach, where]);
  return both.kind === 'never' ? null : both;
}

function reachOf({ reach }: Right, { owner }: ResourceModel, access: Access): Predicate {
  if (reach === 'all') return ALWAYS;
  if (!owner || !access.memberId) return NEVER;
  if (reach === 'own') return compare(owner, 'eq', [access.memberId]);
  return compare(owner, 'in', reach === 'team' ? access.teamMemberIds : access.treeMemberIds);
}

/** Predicates are built from the same rule objects, so equal rules give equal text. */
function sameRules(a: Predicate, b: Predicate): boolean {
  return a === b || describe(a) === describe(b);
}

export function describe(predicate: Predicate): string {
  switch (predicate.kind) {
    case 'compare':
      return `${predicate.field.name} ${predicate.operator} ${JSON.stringify(predicate.values)}`;
    case 'and':
    case 'or':
      return `(${predicate.parts.map(describe).join(` ${predicate.kind} `)})`;
    case 'not':
      return `not (${describe(predicate.part)})`;
    case 'related':
      return `${predicate.field.name} → ${describe(predicate.part)}`;
    default:
      return predicate.kind;
  }
}
