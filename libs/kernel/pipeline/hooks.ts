import type { OnApplicationBootstrap } from '@nestjs/common';
import type { Json } from '#kernel/field/field.js';
import type { ResourceClass } from '#kernel/field/reference.js';
import type { Row } from '#kernel/gate/predicate.js';
import { provided, type InstanceOf } from '#kernel/resource/provided.js';
import type { Registry } from '#kernel/resource/registry.js';
import { sourceFileOfCaller } from '#kernel/resource/source-file.js';

/** One record on its way into the database. */
export interface Change {
  kind: 'create' | 'update' | 'delete' | 'restore';
  before: Row | null;
  /** As it will be; null when it goes. */
  after: Row | null;
  /** Sets a field, also one that clients cannot. The value passes the field's own rules. */
  set(field: string, value: Json): void;
  /** A cross-field rule is broken; all complaints come back together. */
  complain(at: string, rule: string, say: string): void;
}

/** Which changes concern a hook: these kinds, and of updates only those that write one of the named fields. A write that concerns none is one statement. */
export type Occasions<F = string> = { readonly [kind in Change['kind']]?: kind extends 'update' ? true | readonly F[] : true };

export const EVERY_CHANGE: Occasions = { create: true, update: true, delete: true, restore: true };

export interface HookDeclaration {
  when: 'before' | 'after';
  resource: ResourceClass;
  owner: new (...dependencies: never[]) => object;
  method: string;
  occasions: Occasions;
  file: string;
}

type HookMethod = (changes: Change[]) => Promise<void> | void;

const declared: HookDeclaration[] = [];

/** Runs inside the transaction, before the rows are written, for one row or five hundred alike: checks and fills in. */
export function Before<R extends ResourceClass>(resource: R, occasions?: Occasions<keyof InstanceType<R>>) {
  return hook('before', resource, occasions as Occasions);
}

/** Runs inside the transaction, after the rows are written: for what must be true together with them. */
export function After<R extends ResourceClass>(resource: R, occasions?: Occasions<keyof InstanceType<R>>) {
  return hook('after', resource, occasions as Occasions);
}

function hook(when: HookDeclaration['when'], resource: ResourceClass, occasions = EVERY_CHANGE) {
  const file = sourceFileOfCaller();
  return <T extends HookMethod>(target: object, method: string, _descriptor: TypedPropertyDescriptor<T>): void => {
    declared.push({ when, resource, owner: target.constructor as HookDeclaration['owner'], method, occasions, file });
  };
}

/** In the order in which they were declared. */
export function declaredHooks(): readonly HookDeclaration[] {
  return declared;
}

/** Finds the instances behind the declarations once all modules stand; a hook whose class no module provides stops the boot, unless its feature is not served here. */
export class Hooks implements OnApplicationBootstrap {
  private readonly bound = new Map<ResourceClass, (HookDeclaration & { call: HookMethod })[]>();

  constructor(
    private readonly registry: Registry,
    private readonly instanceOf: InstanceOf,
    private readonly leftOut: ReadonlySet<object> = new Set(),
  ) {}

  onApplicationBootstrap(): void {
    for (const hook of declared) {
      if (!this.registry.knows(hook.resource) || this.leftOut.has(hook.owner)) continue;
      const instance = provided(hook.owner, hook.file, this.instanceOf) as Record<string, HookMethod>;
      this.bound.set(hook.resource, [...this.of(hook.resource), { ...hook, call: instance[hook.method]!.bind(instance) }]);
    }
  }

  concern(resource: ResourceClass, kind: Change['kind'], written: readonly string[]): boolean {
    return this.of(resource).some(({ occasions: { [kind]: which } }) => which === true || which?.some((field) => written.includes(field)));
  }

  async run(when: HookDeclaration['when'], resource: ResourceClass, changes: Change[]): Promise<void> {
    for (const hook of this.of(resource)) {
      const concerned = hook.when === when ? changes.filter(({ kind }) => hook.occasions[kind]) : [];
      if (concerned.length) await hook.call(concerned);
    }
  }

  private of(resource: ResourceClass) {
    return this.bound.get(resource) ?? [];
  }
}
