import { createCipheriv, createECDH, createHmac, createPrivateKey, randomBytes, sign } from 'node:crypto';

export interface Subscription {
  endpoint: string;
  keys: { p256dh: string; auth: string };
}

export interface PushJwk {
  kty: 'EC';
  crv: 'P-256';
  d: string;
  x: string;
  y: string;
}

const RECORD_SIZE = 4_096;
/** The last record ends with it. */
const END = Buffer.from([2]);
const TOKEN_LIFE_S = 12 * 60 * 60;

/** RFC 8291: only the browser can read it, whose service passes it on. */
export function encrypted(text: string, { keys }: Subscription): Buffer {
  const [receiver, auth] = [Buffer.from(keys.p256dh, 'base64url'), Buffer.from(keys.auth, 'base64url')];
  const pair = createECDH('prime256v1');
  const sender = pair.generateKeys();
  const salt = randomBytes(16);
  const secret = derived(hmac(auth, pair.computeSecret(receiver)), Buffer.concat([Buffer.from('WebPush: info\0'), receiver, sender]), 32);
  const prk = hmac(salt, secret);
  const cipher = createCipheriv('aes-128-gcm', derived(prk, 'Content-Encoding: aes128gcm\0', 16), derived(prk, 'Content-Encoding: nonce\0', 12));
  const size = Buffer.alloc(4);
  size.writeUInt32BE(RECORD_SIZE);
  return Buffer.concat([salt, size, Buffer.from([sender.length]), sender, cipher.update(text, 'utf8'), cipher.update(END), cipher.final(), cipher.getAuthTag()]);
}

/** RFC 8292: says who sends it. */
export function vapid(endpoint: string, contact: string, publicKey: string, jwk: PushJwk, now: Date): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const unsigned = `${part({ typ: 'JWT', alg: 'ES256' })}.${part({ aud: new URL(endpoint).origin, exp: Math.floor(now.getTime() / 1_000) + TOKEN_LIFE_S, sub: contact })}`;
  const signature = sign('sha256', Buffer.from(unsigned), { key: createPrivateKey({ key: { ...jwk }, format: 'jwk' }), dsaEncoding: 'ieee-p1363' });
  return `vapid t=${unsigned}.${signature.toString('base64url')}, k=${publicKey}`;
}

function derived(key: Buffer, info: string | Buffer, length: number): Buffer {
  return hmac(key, info, Buffer.from([1])).subarray(0, length);
}

function hmac(key: Buffer, ...parts: (string | Buffer)[]): Buffer {
  const sum = createHmac('sha256', key);
  for (const part of parts) sum.update(part);
  return sum.digest();
}
