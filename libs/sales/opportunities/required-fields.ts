import { decorator } from '#kernel/field/declare.js';
import type { FieldType } from '#kernel/field/field.js';
import { tags } from '#kernel/field/tags.js';

const NAME = /^(custom\.)?[a-z][A-Za-z0-9_]{0,47}$/;

/** Names of fields of a deal; whether a deal has them, the rules of the stage see to. */
const requiredFields: FieldType = {
  ...tags,
  accept(value, field, complain) {
    if (Array.isArray(value) && !value.every((name) => typeof name === 'string' && NAME.test(name))) return complain('field', 'Must be a list of names of fields, such as "amount" or "custom.region".');
    return tags.accept(value, field, complain);
  },
  example: () => ['amount', 'expectedClose'],
};

export const RequiredFields = decorator<string[], object>(requiredFields, { default: [] });
