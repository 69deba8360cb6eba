import type { Json } from '#kernel/field/field.js';
import type { ResourceClass } from '#kernel/field/reference.js';

/** Whose records: one's own, those of one's teams, of the teams below them too, or all of the organisation. */
export type Reach = 'own' | 'team' | 'tree' | 'all';

/** A condition on the record as it stands in a role: names and plain values only, checked when it is written. */
export type StoredCondition =
  | { field: string; operator: string; value?: Json }
  | { and: StoredCondition[] }
  | { or: StoredCondition[] }
  | { not: StoredCondition };

/** One line of a role. Rights of several roles add up; a denial wins over all of them. */
export interface Right {
  /** Name of a resource, or '*'. */
  resource: string;
  /** Name of an action, or '*'. */
  action: string;
  reach: Reach;
  /** Only these fields; null means all that belong to no group. */
  fields: string[] | null;
  /** Groups of guarded fields, such as 'finance'; '*' for all. */
  groups: string[];
  /** Shown with their value hidden. */
  masked: string[];
  where: StoredCondition | null;
  deny: boolean;
}

/** How a grant is written beside its noun. */
export type Grant = Reach | true | string[] | (Partial<Omit<Right, 'resource' | 'action' | 'deny'>> & { reach: Reach });

/** By role, then by action. Seeded into each organisation's roles; administrators edit them from there. */
export type Grants = { readonly [role: string]: { readonly [action: string]: Grant } };

const NOBODY: unique symbol = Symbol('nobody');
type Nobody = typeof NOBODY;

const granted = new WeakMap<ResourceClass, Grants | Nobody>();

export function grants(resource: ResourceClass, byRole: Grants): void {
  granted.set(resource, byRole);
}

/** Only roles with '*' reach it. Written out, so that a forgotten grant stops the boot. */
export function grantsNobody(resource: ResourceClass): void {
  granted.set(resource, NOBODY);
}

export function grantsOf(resource: ResourceClass): Grants | null {
  const found = granted.get(resource);
  return found === NOBODY ? {} : (found ?? null);
}

export function rightOf(resource: string, action: string, grant: Grant): Right {
  const given = grant === true ? { reach: 'all' as const } : typeof grant === 'string' ? { reach: grant } : Array.isArray(grant) ? { reach: 'all' as const, fields: grant } : grant;
  return { resource, action, fields: null, groups: [], masked: [], where: null, deny: false, ...given };
}
