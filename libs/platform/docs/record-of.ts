import { IsUUID } from 'class-validator';
import type { ResourceClass } from '#kernel/field/reference.js';

const NOUN = Symbol('noun');

/** In the input of a verb, the id of a record of this noun: forms find it by its name. */
export function RecordOf(noun: () => ResourceClass): PropertyDecorator {
  return (target, property) => {
    IsUUID()(target, property);
    Reflect.defineMetadata(NOUN, noun, target, property);
  };
}

/** As the registry names it. */
export function nounOfInput(input: abstract new () => object, property: string): string | null {
  const noun = Reflect.getMetadata(NOUN, input.prototype as object, property) as (() => ResourceClass) | undefined;
  return noun ? noun().name.charAt(0).toLowerCase() + noun().name.slice(1) : null;
}
