import type { CommonOptions, FieldType } from './field.js';

export interface FieldDeclaration {
  readonly name: string;
  readonly type: FieldType;
  readonly options: CommonOptions;
}

/** Checked by the compiler: a text on a number property does not compile, nor `required` on one that may be null. */
export type On<V> = <K extends string>(row: { [P in K]?: V | null }, key: K) => void;
export type OnRequired<V> = <K extends string>(row: { [P in K]: V }, key: K) => void;

const declarations = new WeakMap<object, FieldDeclaration[]>();

export function declareField<O extends object>(type: FieldType<O>, options: O & CommonOptions) {
  return (row: object, name: string): void => {
    const own = declarations.get(row) ?? [];
    own.push({ name, type: type as unknown as FieldType, options });
    declarations.set(row, own);
  };
}

export interface Decorator<V, O> {
  (options: O & CommonOptions & { required: true }): OnRequired<V>;
  (options?: O & CommonOptions): On<V>;
}

/** The decorator of a type, or of several where the options decide which one it is. */
export function decorator<V, O extends object>(type: FieldType<O> | ((options: O) => FieldType<O>), always: Partial<O & CommonOptions> = {}): Decorator<V, O> {
  return (options?: O & CommonOptions) => {
    const all = { ...always, ...options } as O & CommonOptions;
    return declareField(typeof type === 'function' ? type(all) : type, all);
  };
}

/** Own fields and those of the classes above, in the order of declaration. */
export function declaredFields(resourceClass: { prototype: object }): FieldDeclaration[] {
  const found: FieldDeclaration[] = [];
  for (let row: object | null = resourceClass.prototype; row; row = Object.getPrototypeOf(row) as object | null) {
    found.unshift(...(declarations.get(row) ?? []));
  }
  return found;
}
