import type { Statement } from '#kernel/tenancy/transaction.js';

export interface SigningKeyRow {
  id: string;
  publicKey: string;
  privateKey: Buffer;
  signsFrom: Date;
}

export function signingKeys(): Statement {
  return { name: 'signingKey.all', text: `SELECT id, public_key AS "publicKey", private_key AS "privateKey", signs_from AS "signsFrom" FROM signing_key ORDER BY signs_from, id` };
}

/** One process at a time makes a key, until its transaction ends. */
export function lockSigningKeys(): Statement {
  return { name: 'signingKey.lock', text: `SELECT pg_advisory_xact_lock(hashtext('tessera signing keys'))` };
}

export function addSigningKey({ id, publicKey, privateKey, signsFrom }: SigningKeyRow, createdAt: Date): Statement {
  return {
    name: 'signingKey.add',
    text: `INSERT INTO signing_key (id, public_key, private_key, signs_from, created_at) VALUES ($1, $2, $3, $4, $5)`,
    values: [id, publicKey, privateKey, signsFrom, createdAt],
  };
}

/** Those that had a follower in use before `then`. */
export function deleteSigningKeysReplacedBefore(then: Date): Statement {
  return {
    name: 'signingKey.deleteReplaced',
    text: `DELETE FROM signing_key k WHERE EXISTS (SELECT 1 FROM signing_key n WHERE n.signs_from > k.signs_from AND n.signs_from < $1)`,
    values: [then],
  };
}
