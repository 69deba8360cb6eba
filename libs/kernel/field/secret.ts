import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import { scopeIfAny } from '#kernel/tenancy/scope.js';
import { decorator } from './declare.js';
import type { FieldType, JsonSchema } from './field.js';
import { equatable } from './operators.js';
import { isStorable } from './text.js';

const LONGEST_SECRET = 8_000;
const KEY_ID_BYTES = 4;
const IV_BYTES = 12;
const TAG_BYTES = 16;

interface Key {
  id: Buffer;
  key: Buffer;
}

let keys: readonly Key[] = [];

/** Called at boot. Secrets are written with the first key and read with either, so that keys can be changed without a stop. */
export function configureSecretBox(key: Buffer, previous?: Buffer): void {
  keys = [key, ...(previous ? [previous] : [])].map((one) => {
    if (one.length !== 32) throw new Error('A key for secrets must have 32 bytes: set ENCRYPTION_KEY to 64 hexadecimal digits.');
    return { id: createHash('sha256').update('secret key id').update(one).digest().subarray(0, KEY_ID_BYTES), key: one };
  });
}

/** Bound into the cipher: copied into the row of another organisation, a secret opens no more. */
function context(): Buffer {
  return Buffer.from(scopeIfAny()?.organizationId ?? '');
}

function seal(text: string): Buffer {
  const [current] = keys;
  if (!current) throw new Error('No key for secrets is set: call configureSecretBox() at boot.');
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv('aes-256-gcm', current.key, iv, { authTagLength: TAG_BYTES }).setAAD(context());
  const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return Buffer.concat([current.id, iv, cipher.getAuthTag(), sealed]);
}

/** For server code alone: the secret as it was given. Throws when the key, the organisation or the bytes are not those it was sealed with. */
export function reveal(stored: Buffer): string {
  const key = keys.find(({ id }) => id.equals(stored.subarray(0, KEY_ID_BYTES)));
  if (!key) throw new Error('The key of this secret is not known: set ENCRYPTION_KEY to the key it was written with, or enter the secret again.');
  const [iv, tag] = [KEY_ID_BYTES, KEY_ID_BYTES + IV_BYTES];
  const decipher = createDecipheriv('aes-256-gcm', key.key, stored.subarray(iv, tag), { authTagLength: TAG_BYTES });
  decipher.setAAD(context()).setAuthTag(stored.subarray(tag, tag + TAG_BYTES));
  return Buffer.concat([decipher.update(stored.subarray(tag + TAG_BYTES)), decipher.final()]).toString('utf8');
}

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
    return { '': value === '' ? null : seal(value) };
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
