import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';

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

/** What it is bound to goes into the cipher: in any other place, the secret opens no more. */
export function sealSecret(text: string, boundTo: string): Buffer {
  const [current] = keys;
  if (!current) throw new Error('No key for secrets is set: call configureSecretBox() at boot.');
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv('aes-256-gcm', current.key, iv, { authTagLength: TAG_BYTES }).setAAD(Buffer.from(boundTo));
  const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return Buffer.concat([current.id, iv, cipher.getAuthTag(), sealed]);
}

/** Throws when the key, the place or the bytes are not those it was sealed with. */
export function openSecret(stored: Buffer, boundTo: string): string {
  const key = keys.find(({ id }) => id.equals(stored.subarray(0, KEY_ID_BYTES)));
  if (!key) throw new Error('The key of this secret is not known: set ENCRYPTION_KEY to the key it was written with, or enter the secret again.');
  const [iv, tag] = [KEY_ID_BYTES, KEY_ID_BYTES + IV_BYTES];
  const decipher = createDecipheriv('aes-256-gcm', key.key, stored.subarray(iv, tag), { authTagLength: TAG_BYTES });
  decipher.setAAD(Buffer.from(boundTo)).setAuthTag(stored.subarray(tag, tag + TAG_BYTES));
  return Buffer.concat([decipher.update(stored.subarray(tag + TAG_BYTES)), decipher.final()]).toString('utf8');
}
