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

export interface HookDeclaration {
  when: 'before' | 'after';
  resource: ResourceClass;
  owner: new (...dependencies: never[]) => object;
  method: string;
  file: string;
}

type HookMethod = (changes: Change[]) => Promise<void> | void;

const declared: HookDeclaration[] = [];

/** Runs inside the transaction, before the rows are written, for one row or five hundred alike: checks and fills in. */
export function Before(resource: ResourceClass) {
  return hook('before', resource);
}

/** Runs inside the transaction, after the rows are written: for what must be true together with them. */
export function After(resource: ResourceClass) {
  return hook('after', resource);
}

function hook(when: HookDeclaration['when'], resource: ResourceClass) {
  const file = sourceFileOfCaller();
  return <T extends HookMethod>(target: object, method: string, _descriptor: TypedPropertyDescriptor<T>): void => {
    declared.push({ when, resource, owner: target.constructor as HookDeclaration['owner'], method, file });
  };
}

/** In the order in which they were declared. */
export function declaredHooks(): readonly HookDeclaration[] {
  return declared;
}

/** Finds the instances behind the declarations once all modules stand; a hook whose class no module provides stops the boot, unless its feature is not served here. */
export class Hooks implements OnApplicationBootstrap {
  private readonly bound = new Map<string, HookMethod[]>();

  constructor(
    private readonly registry: Registry,
    private readonly instanceOf: InstanceOf,
    private readonly leftOut: ReadonlySet<object> = new Set(),
  ) {}

  onApplicationBootstrap(): void {
    for (const { when, resource, owner, method, file } of declared) {
      if (!this.registry.knows(resource) || this.leftOut.has(owner)) continue;
      const instance = provided(owner, file, this.instanceOf) as Record<string, HookMethod>;
      const key = keyOf(when, resource);
      this.bound.set(key, [...(this.bound.get(key) ?? []), instance[method]!.bind(instance)]);
    }
  }

  any(resource: ResourceClass): boolean {
    return this.bound.has(keyOf('before', resource)) || this.bound.has(keyOf('after', resource));
  }

  async run(when: HookDeclaration['when'], resource: ResourceClass, changes: Change[]): Promise<void> {
    for (const each of this.bound.get(keyOf(when, resource)) ?? []) await each(changes);
  }
}

function keyOf(when: string, resource: ResourceClass): string {
  return `${when} ${resource.name}`;
}
