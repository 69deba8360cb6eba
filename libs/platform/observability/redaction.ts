import { isNativeError } from 'node:util/types';

const REDACTED = '[redacted]';
const DEEPEST = 8;
const MOST_ENTRIES = 100;
const LONGEST_TEXT = 8_192;

/** Names that say what a secret is called, in any spelling: accessToken, x-api-key, SCOPE_SEAL_KEY, card_number … */
const SECRET_ANYWHERE = /passw|passphrase|passcode|token|secret|authori[sz]ation|cookie|credential|apikey/;
const SECRET_WORD = /(^|_)(pass|signature|otp|totp|pin|keys?|cvv|cvc|card|iban|ssn|session|jwt|pem)(_|$)/;
const judged = new Map<string, boolean>();
const NO_SECRET = new Set(['effectKey', 'keyId', 'keySpace']);

/** What every pattern below needs at least; most texts have none of it, and are done after one look. */
const SUSPICIOUS = /[?@=]|\bt(?:rt|ch)_|[\w"']\s*:\s*[^\s/]|bearer|basic|eyJ|-----|\d{4}[ -]?\d{4}[ -]?\d{4}/i;
const ID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$|^[0-9a-f]{32}$/;

const SECRETS_IN_TEXT: readonly [RegExp, string][] = [
  [/-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(-----END [A-Z ]*PRIVATE KEY-----|$)/g, REDACTED],
  [/\b(bearer|basic)\s+[\w.~+/=-]+/gi, `$1 ${REDACTED}`],
  [/\beyJ[\w-]+\.[\w-]+(\.[\w-]*)?/g, REDACTED],
  [/\bt(rt|ch)_[\w-]{20,}/g, REDACTED],
  [/([a-z][a-z0-9+.-]*:\/\/)[^\s/@]*@/gi, `$1${REDACTED}@`],
  [/((?:\/|https?:)[^\s?"'<>]*)\?[^\s"'<>]+/g, `$1?${REDACTED}`],
  [/(["']?[\w-]*(?:password|passwd|passphrase|token|secret|authorization|cookie|credential|signature|api[-_]?key|[-_]key|otp|cvv)["']?\s*[:=]\s*)("[^"]*"|'[^']*'|[^\s,;&}\])]+)/gi, `$1${REDACTED}`],
  [/\b\d{4}[ -]?\d{4}[ -]?\d{4}[ -]?\d{1,7}\b/g, REDACTED],
];

/** What engines and drivers quote of the input in their messages; the input may be a secret. */
const QUOTED_INPUT: readonly [RegExp, string][] = [
  [/(?:\.\.\.)?"[^]*"(?:\.\.\.)? is not valid JSON/g, `${REDACTED} is not valid JSON`],
  [/Unexpected token '?[^]{1,2}'?,/g, 'Unexpected token,'],
  [/: "[^]*"$/g, `: "${REDACTED}"`],
];

/** A copy that is safe to write down: bounded in depth and size, and without anything that is, or is called, a secret. */
export function redact(value: unknown, depth = 0, seen: ReadonlySet<object> = new Set()): unknown {
  if (typeof value === 'string') return redactText(value);
  if (typeof value === 'bigint') return value.toString();
  if (typeof value === 'function' || typeof value === 'symbol') return undefined;
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof Date) return value;
  if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer) return `[${value.byteLength} bytes]`;
  if (seen.has(value) || depth >= DEEPEST) return '[…]';
  const inside = new Set(seen).add(value);
  if (isError(value)) return redactError(value, depth, inside);
  if (Array.isArray(value)) return value.slice(0, MOST_ENTRIES).map((each) => redact(each, depth + 1, inside));
  if (value instanceof Map || value instanceof Set) return redact([...value], depth + 1, inside);
  return Object.fromEntries(
    Object.entries(value)
      .slice(0, MOST_ENTRIES)
      .map(([name, each]) => [name, isSecretName(name) && each !== null && each !== undefined ? REDACTED : redact(each, depth + 1, inside)]),
  );
}

/** Errors of another realm, such as a worker thread's, are no instances of ours. */
export function isError(value: unknown): value is Error {
  return value instanceof Error || isNativeError(value);
}

export function isSecretName(name: string): boolean {
  const known = judged.get(name);
  if (known !== undefined) return known;
  const secret = !NO_SECRET.has(name) && soundsSecret(name);
  // Most names are our own; what a client makes up must not fill the memory.
  if (judged.size < 5_000 && name.length < 100) judged.set(name, secret);
  return secret;
}

function soundsSecret(name: string): boolean {
  const words = name.replace(/([a-z\d])([A-Z])/g, '$1_$2').toLowerCase().replace(/[^a-z\d]+/g, '_');
  return SECRET_ANYWHERE.test(words) || SECRET_WORD.test(words);
}

/** The message of a log line: it may be that of an error, which may quote what somebody sent. */
export function redactMessage(message: string): string {
  return redactText(message.includes('"') || message.includes('Unexpected token') ? replaceAll(message, QUOTED_INPUT) : message);
}

export function redactText(text: string): string {
  const short = text.length > LONGEST_TEXT ? `${text.slice(0, LONGEST_TEXT)}…` : text;
  return ID.test(short) || !SUSPICIOUS.test(short) ? short : replaceAll(short, SECRETS_IN_TEXT);
}

/** Only what every error has: a driver's error also carries statements, parameters and rows. */
function redactError(error: Error, depth: number, seen: ReadonlySet<object>): Record<string, unknown> {
  const code: unknown = 'code' in error ? error.code : undefined;
    return {
    type: error.constructor.name,
    message: redactMessage(error.message),
    ...(typeof code === 'string' || typeof code === 'number' ? { code } : {}),
    stack: framesOf(error.stack ?? ''),
    ...(error.cause === undefined ? {} : { cause: redact(error.cause, depth + 1, seen) }),
    ...(error instanceof AggregateError ? { errors: redact(error.errors, depth + 1, seen) } : {}),
  };
}

/** The stack begins with the message, which may run over many lines; only the frames are wanted. */
export function framesOf(stack: string): string {
  return stack
    .split('\n')
    .filter((line) => /^\s+at /.test(line))
    .slice(0, 20)
    .map((line) => line.trim())
    .join('\n');
}

function replaceAll(text: string, replacements: readonly [RegExp, string][]): string {
  return replacements.reduce((clean, [pattern, replacement]) => clean.replace(pattern, replacement), text);
}
