import type { Field } from '#kernel/field/field.js';
import type { ReferenceOptions, ResourceClass } from '#kernel/field/reference.js';
import type { Grants } from './grants.js';

export interface ResourceOptions {
  /** The product module it belongs to; also the first part of its address. */
  module: string;
  label: string;
  /** Last part of its address. */
  plural: string;
  /** The field that names a record for people. */
  title: string;
  icon: string;
  /** Where it is found, if not among the work of its module: with the settings, or only beside the records that it is about. */
  place?: 'settings' | 'beside';
  /** Escape hatch: no generated routes; an ordinary controller calls the doors. */
  http?: false;
  /** Actions of its own beside the usual ones that are no verbs on a record: rights that a controller asks for. */
  rights?: readonly string[];
}

/** A noun as the rest of the kernel sees it. Frozen at boot. */
export interface ResourceModel extends ResourceOptions {
  readonly name: string;
  readonly table: string;
  readonly path: string;
  readonly resourceClass: ResourceClass;
  readonly fields: ReadonlyMap<string, Field>;
  /** The field that says whose record it is, if it has one. */
  readonly owner: Field | null;
  readonly references: readonly Field<ReferenceOptions>[];
  readonly grants: Grants;
  /** Verbs beside the usual ones, by name. */
  readonly verbs: readonly string[];
}

/** What can be granted on every noun; its own verbs come on top. */
export const USUAL_ACTIONS = ['read', 'create', 'update', 'delete', 'export', 'import', 'bulk'] as const;

export function actionsOf(resource: ResourceModel): string[] {
  return [...USUAL_ACTIONS, ...(isAboutPeople(resource) ? ['disclose', 'erase'] : []), ...(resource.rights ?? []), ...resource.verbs];
}

export const isPersonal = ({ personal }: Field): boolean => personal !== null && personal !== 'none';

/** Whoever sees such a value is told of in the ledger. */
export const isSensitive = ({ personal }: Field): boolean => personal === 'sensitive' || personal === 'financial';

/** Whose records people may ask about, and ask to have erased. */
export function isAboutPeople({ fields }: ResourceModel): boolean {
  return [...fields.values()].some(({ personal }) => personal === 'personal' || personal === 'sensitive');
}
