import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

const PREFIX = 'whsec_';
const SECRET_BYTES = 32;
const FORM = /^whsec_[A-Za-z0-9+/]{32,128}={0,2}$/;
const MOST_SIGNATURES = 10;

/** Standard Webhooks: a message is known by its id, fresh by its time, and ours by what only the two ends know. */
export interface Signed {
  id: string;
  /** In seconds. */
  timestamp: number;
  body: string | Buffer;
}

export function newSigningSecret(): string {
  return PREFIX + randomBytes(SECRET_BYTES).toString('base64');
}

export function isSigningSecret(text: string): boolean {
  return FORM.test(text);
}

/** One signature for each secret that is good at the moment. */
export function signedHeaders(message: Signed, secrets: readonly string[]): Record<string, string> {
  const signatures = secrets.map((secret) => `v1,${signature(message, secret).toString('base64')}`);
  return { 'webhook-id': message.id, 'webhook-timestamp': String(message.timestamp), 'webhook-signature': signatures.join(' ') };
}

/** Takes the same time whatever is wrong with it. */
export function isSignedBy(secret: string, message: Signed, header: string): boolean {
  const wanted = signature(message, secret);
  let found = false;
  for (const part of header.split(' ').slice(0, MOST_SIGNATURES)) {
    const sent = Buffer.from(part.startsWith('v1,') ? part.slice(3) : '', 'base64');
    found = (sent.length === wanted.length && timingSafeEqual(sent, wanted)) || found;
  }
  return found;
}

function signature({ id, timestamp, body }: Signed, secret: string): Buffer {
  return createHmac('sha256', Buffer.from(secret.slice(PREFIX.length), 'base64')).update(`${id}.${timestamp}.`).update(body).digest();
}
