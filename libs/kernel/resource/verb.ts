import type { ResourceClass } from '#kernel/field/reference.js';
import { sourceFileOfCaller } from './source-file.js';

export interface VerbOptions {
  /** A class whose properties carry class-validator decorators; none when the verb needs no input. */
  input?: abstract new () => object;
  /** What the button says. */
  say: string;
}

export interface VerbDeclaration extends VerbOptions {
  name: string;
  resource: ResourceClass;
  verbClass: new (...dependencies: never[]) => object;
  file: string;
}

const declared = new WeakMap<object, VerbDeclaration>();

/** Declares what can be done with a record beside the usual; the class has `run(record, input, act)`. */
export function Action(resource: ResourceClass, name: string, options: VerbOptions) {
  const file = sourceFileOfCaller();
  return (verbClass: new (...dependencies: never[]) => object): void => {
    declared.set(verbClass, { ...options, name, resource, verbClass, file });
  };
}

export function declaredVerb(verbClass: object & { name: string }): VerbDeclaration {
  const declaration = declared.get(verbClass);
  if (!declaration) throw new TypeError(`${verbClass.name} has no @Action(). Add it above the class.`);
  return declaration;
}
