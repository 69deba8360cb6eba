import { plainToInstance } from 'class-transformer';
import { getMetadataStorage } from 'class-validator';
import type { Json, JsonSchema } from '#kernel/field/field.js';
import { nounOfInput } from './record-of.js';

export type InputClass = abstract new () => object;

type Rule = (...constraints: never[]) => JsonSchema;

/** What each rule of class-validator says of a value. Lengths are never guessed: a text without one is a fault that the linters report. */
const RULES: { readonly [name: string]: Rule } = {
  isString: () => ({ type: 'string' }),
  isBoolean: () => ({ type: 'boolean' }),
  isNumber: () => ({ type: 'number' }),
  isInt: () => ({ type: 'integer', format: 'int64' }),
  isArray: () => ({ type: 'array' }),
  isObject: () => ({ type: 'object' }),
  isEmail: () => ({ type: 'string', format: 'email', maxLength: 254 }),
  isUuid: () => ({ type: 'string', format: 'uuid', maxLength: 36 }),
  isUrl: () => ({ type: 'string', format: 'uri' }),
  isDateString: () => ({ type: 'string', format: 'date-time', maxLength: 40 }),
  isIso8601: () => ({ type: 'string', format: 'date-time', maxLength: 40 }),
  isIn: (values: Json[]) => ({ enum: [...values] }),
  isEnum: (entity: { [name: string]: Json }) => ({ enum: Object.values(entity) }),
  min: (minimum: number) => ({ minimum }),
  max: (maximum: number) => ({ maximum }),
  isPositive: () => ({ exclusiveMinimum: 0 }),
  minLength: (minLength: number) => ({ minLength }),
  maxLength: (maxLength: number) => ({ maxLength }),
  isLength: (minLength: number, maxLength: number) => ({ minLength, maxLength }),
  isNotEmpty: () => ({ minLength: 1 }),
  matches: (pattern: RegExp) => ({ pattern: pattern.source }),
  arrayMinSize: (minItems: number) => ({ minItems }),
  arrayMaxSize: (maxItems: number) => ({ maxItems }),
  arrayUnique: () => ({ uniqueItems: true }),
};

/** The schema of an input class, from the rules that it is validated with. */
export function inputSchema(input: InputClass): JsonSchema {
  const properties: { [name: string]: JsonSchema } = {};
  const optional = new Set<string>();
  for (const { propertyName, name, type, each, constraints } of getMetadataStorage().getTargetValidationMetadatas(input, '', false, false)) {
    if (type === 'conditionalValidation') optional.add(propertyName);
    const nested = type === 'nestedValidation';
    const part = nested ? nestedSchema(input, propertyName) : (RULES[name ?? ''] as ((...constraints: unknown[]) => JsonSchema) | undefined)?.(...((constraints as unknown[] | undefined) ?? []));
    const known = (properties[propertyName] ??= {});
    const noun = nounOfInput(input, propertyName);
    if (noun) known['x-noun'] = noun;
    if (part && each && !nested) Object.assign(known, { type: 'array', items: { ...(known.items as JsonSchema | undefined), ...part } });
    else Object.assign(known, part);
  }
  const required = Object.keys(properties).filter((name) => !optional.has(name));
  return { type: 'object', additionalProperties: false, ...(required.length > 0 && { required }), properties };
}

/** Which class `@Type()` names, as class-transformer itself answers it. */
function nestedSchema(input: InputClass, property: string): JsonSchema {
  const list = Reflect.getMetadata('design:type', input.prototype as object, property) === Array;
  const made = (plainToInstance(input as new () => object, { [property]: list ? [{}] : {} }) as { [name: string]: unknown })[property];
  const schema = inputSchema((list ? (made as object[])[0]! : (made as object)).constructor as InputClass);
  return list ? { type: 'array', items: schema } : schema;
}
