import type { Field, Json, Viewpoint } from '#kernel/field/field.js';
import { Ability, type ResourceAbility } from '#kernel/gate/ability.js';
import type { Access } from '#kernel/gate/access.js';
import type { FieldError } from '#kernel/pipeline/problem.js';
import type { Reach, Right } from '#kernel/resource/grants.js';
import { actionsOf, type ResourceModel } from '#kernel/resource/model.js';
import { sentence } from '#kernel/resource/names.js';
import type { Registry } from '#kernel/resource/registry.js';
import { isWritable } from '#kernel/resource/tenant-row.js';
import { MOST_RIGHTS, REACHES, readRight } from './rights-field.js';

/** One right, without what its place in the matrix says already. */
export type Cell = Omit<Right, 'resource' | 'action' | 'deny'>;

interface ActionColumn {
  name: string;
  label: string;
  /** What can be chosen here. */
  reaches: readonly Reach[];
  allow: Cell[];
  deny: Cell[];
  /** As far as it reaches in the end, with what is granted for all nouns and all actions; null for not at all. */
  reach: Reach | null;
  /** True when conditions or denials take something away from that. */
  limited: boolean;
}

interface FieldRow {
  name: string;
  label: string;
  group: string | null;
  visible: string;
  create: boolean;
  update: boolean;
}

export interface MatrixRow {
  resource: string;
  label: string;
  module: string | null;
  actions: ActionColumn[];
  fields: FieldRow[];
}

const ANYBODY = '00000000-0000-7000-8000-000000000000';
const EVERY = '*';

/** All nouns and actions with what the role says of each: what a screen needs to draw, and what it sends back. */
export function matrixOf(rights: readonly Right[], registry: Registry, viewpoint: Viewpoint): MatrixRow[] {
  const access: Access = { memberId: ANYBODY, teamMemberIds: [ANYBODY], treeMemberIds: [ANYBODY], rights, roles: [], timeZone: 'UTC', language: 'en' };
  const ability = new Ability(access, viewpoint, registry);
  const all: MatrixRow = { resource: EVERY, label: 'Everything', module: null, actions: columnsOf(rights, null, [...new Set(registry.resources.flatMap(actionsOf))], registry), fields: [] };
  return [all, ...registry.resources.map((noun): MatrixRow => ({ resource: noun.name, label: noun.label, module: noun.module, actions: columnsOf(rights, noun, actionsOf(noun), registry), fields: fieldsOf(noun, ability.of(noun)) }))];
}

/** A matrix as it was shown and changed: the rights that it stands for, and where each of them stood. */
export function rightsOfMatrix(body: unknown): { rights: Right[]; places: string[]; errors: FieldError[] } {
  const rights: Right[] = [];
  const places: string[] = [];
  const errors: FieldError[] = [];
  const list = (value: unknown, at: string): Json[] => {
    if (Array.isArray(value)) return value as Json[];
    errors.push({ at, rule: 'type', say: 'Must be a list.' });
    return [];
  };
  const parts = (value: Json): { [key: string]: Json } => (typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {});
  for (const [r, row] of list(parts(body as Json).resources ?? null, 'resources').entries())
    for (const [a, column] of list(parts(row).actions ?? null, `resources[${r}].actions`).entries())
      for (const effect of ['allow', 'deny'])
        for (const [c, cell] of list(parts(column)[effect] ?? [], `resources[${r}].actions[${a}].${effect}`).entries()) {
          const at = `resources[${r}].actions[${a}].${effect}[${c}]`;
          const right = readRight({ ...parts(cell), resource: parts(row).resource, action: parts(column).name, deny: effect === 'deny' }, (rule, say) => void (errors.length < 100 && errors.push({ at, rule, say: say.charAt(0).toUpperCase() + say.slice(1) })) as undefined);
          if (right) places.push(at);
          if (right) rights.push(right);
        }
  if (rights.length > MOST_RIGHTS) errors.push({ at: 'resources', rule: 'length', say: `A role has at most ${MOST_RIGHTS} rights.` });
  return { rights, places, errors };
}

function columnsOf(rights: readonly Right[], noun: ResourceModel | null, actions: readonly string[], registry: Registry): ActionColumn[] {
  const resource = noun?.name ?? EVERY;
  return [EVERY, ...actions].map((name) => {
    const here = rights.filter((right) => right.resource === resource && right.action === name);
    return {
      name,
      label: labelOf(name, noun, registry),
      reaches: noun && !noun.owner ? ['all'] : REACHES,
      allow: here.filter(({ deny }) => !deny).map(cellOf),
      deny: here.filter(({ deny }) => deny).map(cellOf),
      ...summaryOf(rights, resource, name),
    };
  });
}

function summaryOf(rights: readonly Right[], resource: string, action: string): { reach: Reach | null; limited: boolean } {
  const applying = rights.filter((right) => (right.resource === EVERY || right.resource === resource) && (right.action === EVERY || right.action === action));
  const granted = applying.filter(({ deny }) => !deny);
  const limited = applying.some(({ deny }) => deny) || (granted.length > 0 && granted.every(({ where, fields, masked }) => where !== null || fields !== null || masked.length > 0));
  return { reach: REACHES.findLast((reach) => granted.some((right) => right.reach === reach)) ?? null, limited };
}

/** In a word or two: "team", "all, with limits". */
export function reachOf(rights: readonly Right[], resource: string, action: string): string {
  const { reach, limited } = summaryOf(rights, resource, action);
  return `${reach ?? 'none'}${limited ? ', with limits' : ''}`;
}

function cellOf({ reach, fields, groups, masked, where }: Right): Cell {
  return { reach, fields, groups, masked, where };
}

function labelOf(action: string, noun: ResourceModel | null, registry: Registry): string {
  if (action === EVERY) return 'All';
  const verb = registry.verbs.find(({ name, resource }) => name === action && (!noun || registry.of(resource) === noun));
  return verb?.say ?? sentence(action.replaceAll('-', '_'));
}

function fieldsOf(noun: ResourceModel, own: ResourceAbility): FieldRow[] {
  const may = (action: string, field: Field) => isWritable(field) && own.rows(action, [field.name]).kind !== 'never';
  return [...noun.fields.values()].map((field) => ({
    name: field.name, label: field.label, group: field.options.fields ?? null, visible: own.visibility().get(field.name) ?? 'hidden', create: may('create', field), update: may('update', field),
  }));
}
