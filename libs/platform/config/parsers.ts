import { createPrivateKey } from 'node:crypto';
import { isIP } from 'node:net';
import { mailboxOf } from '#kernel/field/email.js';

/** Turns the text of a variable into its value, or says what was expected. The text itself is never repeated: it may be a secret. */
export interface Parser<T> {
  readonly expected: string;
  parse(text: string): T | Malformed;
}

export const malformed = Symbol('malformed');
export type Malformed = typeof malformed;

function parser<T>(expected: string, parse: (text: string) => T | Malformed): Parser<T> {
  return { expected, parse };
}

export const text = parser('a text', (value) => value);

export function oneOf<const T extends string>(...choices: T[]): Parser<T> {
  return parser(`one of ${choices.join(', ')}`, (value) => choices.find((choice) => choice === value) ?? malformed);
}

export function integer(min: number, max: number): Parser<number> {
  return parser(`a whole number from ${min} to ${max}`, (value) => {
    const number = Number(value);
    return /^\d{1,9}$/.test(value) && number >= min && number <= max ? number : malformed;
  });
}

export const flag = parser('true or false', (value) => (value === 'true' ? true : value === 'false' ? false : malformed));

export function url(...protocols: string[]): Parser<string> {
  const names = protocols.map((protocol) => `${protocol}://`).join(' or ');
  return parser(`an address that begins with ${names}`, (value) => {
    const parsed = URL.canParse(value) ? new URL(value) : null;
    return parsed?.hostname && protocols.includes(parsed.protocol.slice(0, -1)) ? value : malformed;
  });
}

export const origin = parser('an origin such as https://crm.example.com, without a path', (value) => (isOrigin(value) ? value : malformed));

export const key256 = parser('64 hexadecimal digits (make one with: openssl rand -hex 32)', (value) =>
  /^[0-9a-f]{64}$/i.test(value) ? Buffer.from(value, 'hex') : malformed,
);

export function listOf<T>(item: Parser<T>): Parser<readonly T[]> {
  return parser(`a comma-separated list, each ${item.expected}`, (value) => {
    const items: T[] = [];
    for (const part of value.split(',').map((each) => each.trim()).filter(Boolean)) {
      const parsed = item.parse(part);
      if (parsed === malformed) return malformed;
      items.push(parsed);
    }
    return Object.freeze(items);
  });
}

export const name = parser('a name of lower-case letters, digits and hyphens', (value) => (/^[a-z][a-z0-9-]*$/.test(value) ? value : malformed));

export interface Mailbox {
  readonly name: string;
  readonly address: string;
}

export const mailbox: Parser<Mailbox> = parser('a name and an address such as Tessera <no-reply@example.com>', (value) => {
  const [, name = '', address = ''] = /^([^<>"\r\n]{1,80}) <([^<>]+)>$/.exec(value) ?? [];
  return mailboxOf(address) === address ? Object.freeze({ name, address }) : malformed;
});

export const hostPort = parser('a host with its port', (value) => (/^[A-Za-z0-9.-]+:\d{1,5}$/.test(value) ? value.toLowerCase() : malformed));

/** On one line, since not every place that holds variables keeps line breaks. Its PEM comes out. */
export const rsaKey = parser('an RSA private key in PEM, in base64 on one line (make one with: openssl genrsa 2048 | base64 -w0)', (value) => {
  try {
    const key = createPrivateKey(Buffer.from(value, 'base64'));
    return key.asymmetricKeyType === 'rsa' && (key.asymmetricKeyDetails?.modulusLength ?? 0) >= 1_024 ? key.export({ type: 'pkcs8', format: 'pem' }).toString() : malformed;
  } catch {
    return malformed;
  }
});

export const dnsLabel = parser('a part of a domain name, of letters, digits and hyphens', (value) => (/^[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?$/.test(value) ? value.toLowerCase() : malformed));

export const network = parser('an IP address or a CIDR range', (value) => {
  const [address = '', bits, ...rest] = value.split('/');
  const width = { 0: -1, 4: 32, 6: 128 }[isIP(address)] ?? -1;
  const sane = width > 0 && rest.length === 0 && (bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= width));
  return sane ? value : malformed;
});

export interface RateLimits {
  readonly organization: number;
  readonly actor: number;
  readonly address: number;
}

export const rateLimits: Parser<RateLimits> = parser('three whole numbers per minute such as organization=12000,actor=3000,address=1200', (value) => {
  const found = /^organization=(\d{1,9}),actor=(\d{1,9}),address=(\d{1,9})$/.exec(value);
  const [organization, actor, address] = (found ?? []).slice(1).map(Number);
  return organization && actor && address ? Object.freeze({ organization, actor, address }) : malformed;
});

export interface RetentionDays {
  readonly personal: number;
  readonly sensitive: number;
  readonly financial: number;
}

export const retentionDays: Parser<RetentionDays> = parser('three whole numbers of days such as personal=90,sensitive=30,financial=3650', (value) => {
  const found = /^personal=(\d{1,5}),sensitive=(\d{1,5}),financial=(\d{1,5})$/.exec(value);
  const [personal = 0, sensitive = 0, financial = 0] = (found ?? []).slice(1).map(Number);
  return found ? Object.freeze({ personal, sensitive, financial }) : malformed;
});

function isOrigin(value: string): boolean {
  const parsed = URL.canParse(value) ? new URL(value) : null;
  return parsed !== null && ['http:', 'https:'].includes(parsed.protocol) && parsed.origin === value;
}
