import { scopeIfAny } from '#kernel/tenancy/scope.js';
import { decorator } from './declare.js';
import type { FieldType, JsonSchema } from './field.js';
import { equatable } from './operators.js';
import { openSecret, sealSecret } from './secret-box.js';
import { isStorable } from './text.js';

const LONGEST_SECRET = 8_000;

/** Bound into the cipher: copied into the row of another organisation, a secret opens no more. */
const organization = (): string => scopeIfAny()?.organizationId ?? '';

/** For server code alone: the secret as it was given. Throws when the key, the organisation or the bytes are not those it was sealed with. */
export const reveal = (stored: Buffer): string => openSecret(stored, organization());

const { empty, filled } = equatable('bytea');

export const secret: FieldType = {
  name: 'secret',
  columns: () => [{ suffix: '', type: 'bytea', secret: true }],
  accept(value, { required }, complain) {
    // What a reader was shown, sent back, leaves the secret as it is.
    const kept = typeof value === 'object' && value !== null && !Array.isArray(value) && Object.keys(value).length === 1 && Object.hasOwn(value, 'set') && value['set'] === true;
    if (kept && !required) return {};
    if (typeof value !== 'string') return complain('type', 'Must be the secret itself, as a text.');
    if (value.length > LONGEST_SECRET) return complain('length', `Must have at most ${LONGEST_SECRET} characters.`);
    if (!isStorable(value)) return complain('characters', 'Must not contain control characters or broken Unicode.');
    if (value === '' && required) return complain('required', 'Must not be empty.');
    // Neither trimmed nor normalised: a secret is used as it was given.
    return { '': value === '' ? null : sealSecret(value, organization()) };
  },
  shown: (column) => `CASE WHEN ${column()} IS NOT NULL THEN json_build_object('set', true) END`,
  operators: { empty, filled },
  argument: (_value, _field, _viewpoint, complain) => complain('argument', 'A secret can only be asked whether it is set.'),
  sort: null,
  schema: () => ({
    oneOf: [
      { type: 'string', writeOnly: true, maxLength: LONGEST_SECRET },
      { type: 'object', required: ['set'], additionalProperties: false, properties: { set: { const: true } } },
    ] satisfies JsonSchema[] as JsonSchema[],
  }),
  example: (_field, seed) => `example-secret-${seed}`,
  // Never exported, so nothing to import either.
  cell: { write: () => null, read: () => null },
  searched: null,
  mirror: null,
  widget: () => ({ widget: 'secret' }),
};

export type Secret = { set: true };
export const Secret = decorator<Secret, object>(secret);
