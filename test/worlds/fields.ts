import fc from 'fast-check';
import type { Field, FieldType, Json, Viewpoint } from '#kernel/field/field.js';
import { typeNamed, typeNames } from '#kernel/field/types.js';

/** A field of a type, as the registry would make it. */
export function fieldOf(typeName: string, options: object = {}, name = 'probe'): Field {
  const type = typeNamed(typeName, options)!;
  return { name, column: name, type, options, label: 'Probe', required: 'required' in options, personal: null, storage: 'column' };
}

export interface Complaints {
  readonly rules: string[];
  readonly said: string[];
  readonly complain: (rule: string, say: string) => undefined;
}

export function complaints(): Complaints {
  const rules: string[] = [];
  const said: string[] = [];
  return {
    rules,
    said,
    complain(rule, say) {
      rules.push(rule);
      said.push(say);
      return undefined;
    },
  };
}

export function viewpoint(now: string, timeZone = 'UTC'): Viewpoint {
  return { clock: { now: () => new Date(now) }, timeZone, memberId: '01934f5e-0000-7000-8000-00000000000a', teamMemberIds: ['01934f5e-0000-7000-8000-00000000000b'] };
}

export interface Probe {
  readonly title: string;
  readonly field: Field;
  /** Values, most of them valid. */
  readonly values: fc.Arbitrary<Json>;
  /** What to compare with, given a value. */
  readonly arguments: fc.Arbitrary<Json>;
}

/** As a field of one line takes it. */
const line = fc.oneof(fc.constantFrom('Acme', 'acme', 'Ac', 'Äcme', "O'Brien; DROP", '100%', '_'), fc.string({ unit: 'grapheme', maxLength: 30 }).filter((text) => !/[\p{Cc}\p{Zl}\p{Zp}]/u.test(text)));
const words = fc.constantFrom('today', 'yesterday', '-7d', '+30d', ' 2w', 'this-week', 'last-month', 'next-quarter', 'this-year', '2026', '2026-02', '2026-Q3');
const real = fc.oneof(fc.integer({ min: -3, max: 3 }), fc.double({ noNaN: true, noDefaultInfinity: true }), fc.double({ min: 0, max: 100, noNaN: true }));
const whole = fc.oneof(fc.integer({ min: -3, max: 6 }), fc.maxSafeInteger(), fc.constantFrom(9e15, -9e15));
const days = fc.date({ min: new Date('0001-01-01T00:00:00Z'), max: new Date('9999-12-31T00:00:00Z'), noInvalidDate: true }).map((day) => day.toISOString().slice(0, 10));
const nearDays = fc.integer({ min: -60, max: 60 }).map((n) => new Date(Date.UTC(2026, 2, 15 + n)).toISOString().slice(0, 10));
const offsets = fc.constantFrom('Z', '+02:00', '-05:30');
const instants = fc.tuple(fc.oneof(days, nearDays), fc.integer({ min: 0, max: 23 }), fc.constantFrom('', '.5', '.123456', '.000001'), offsets)
  .map(([day, hour, fraction, offset]) => `${day}T${String(hour).padStart(2, '0')}:30:00${fraction}${offset}`);
const zones = fc.constantFrom('Europe/Berlin', 'America/Sao_Paulo', 'Asia/Kathmandu', 'UTC');
const amounts = fc.record({ amount: whole, currency: fc.constantFrom('EUR', 'JPY', 'KWD') }) as fc.Arbitrary<Json>;
const addresses = fc.oneof(fc.constantFrom('Jane@Example.com', 'jane@example.com', 'j.d+x@münchen.de', 'JANE@EXAMPLE.COM'), fc.emailAddress());
const numbers = fc.oneof(
  fc.constantFrom('+49 30 123456', '030 123456', '(030) 12 34 56', '+4930123456', '+1 213 373 4253', '110', '555-1234 ext 12'),
  fc.stringMatching(/^\+?[0-9]{3,14}$/),
);
const sites = fc.oneof(fc.constantFrom('HTTPS://www.Acme.com/', 'acme.com', 'http://acme.com:8080/a?b=ü#c', 'www.com', 'https://sub.acme.com.'), fc.webUrl({ withQueryParameters: true, withFragments: true }));
const tag = fc.oneof(fc.constantFrom('VIP', 'vip', 'A "quoted" {tag}', 'back\\slash', 'NULL', 'a,b'), fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 }));
const html = fc.oneof(fc.string(), fc.constantFrom('<p>Hi & <b>bye</b></p>', '<a href="javascript:alert(1)">x</a>', '<img src=x onerror=alert(1)>', '<p>unclosed <i>', '&lt;script&gt;'));
const ids = fc.constantFrom('01934f5e-0000-7000-8000-00000000000a', '01934f5e-0000-7000-8000-00000000000b', '01934f5e-0000-7000-8000-00000000000c');
const free = fc.jsonValue({ maxDepth: 4 }) as fc.Arbitrary<Json>;

function probe(typeName: string, values: fc.Arbitrary<Json>, options: object = {}, args: fc.Arbitrary<Json> = values): Probe {
  const note = Object.keys(options).length ? ` ${JSON.stringify(options).slice(0, 40)}` : '';
  return { title: typeName + note, field: fieldOf(typeName, options), values, arguments: args };
}

const CHOICES = { open: 'Open', waiting: { label: 'Waiting', pill: 'amber' }, closed: { label: 'Closed' } };
const STATES = { open: { to: ['closed'] }, closed: { to: ['open'], final: true } };

export const probes: readonly Probe[] = [
  probe('text', line, { max: 40 }),
  probe('long-text', fc.oneof(line, fc.constant('two\r\nlines\tand a tab'))),
  probe('rich-text', html),
  probe('email', addresses, {}, fc.oneof(addresses, fc.constantFrom('J', 'jan', 'jane@'))),
  probe('phone', numbers),
  probe('phone', numbers, { country: 'DE' }),
  probe('url', sites),
  probe('domain', sites, {}, fc.oneof(sites, fc.constantFrom('ac', 'Acme'))),
  probe('money', amounts),
  probe('money', fc.oneof(amounts, fc.constantFrom('12.50', 'EUR -3', '7 JPY')), { currency: 'EUR' }),
  probe('number', real, {}, fc.oneof(real, fc.constantFrom('1', '2.5', '-1e3'))),
  probe('number', real, { min: -2, max: 50, decimals: 3 }),
  probe('integer', whole),
  probe('percent', real, { min: 0, max: 100, decimals: 2 }),
  probe('rating', whole, { max: 5 }),
  probe('boolean', fc.boolean(), {}, fc.oneof(fc.boolean(), fc.constantFrom('true', 'no'))),
  probe('date', fc.oneof(days, nearDays), {}, fc.oneof(days, nearDays, words)),
  probe('moment', instants, {}, fc.oneof(instants, words, nearDays)),
  probe('zoned-moment', fc.record({ at: instants, zone: zones }) as fc.Arbitrary<Json>, {}, fc.oneof(instants, words, nearDays)),
  probe('duration', fc.oneof(whole, fc.constantFrom('PT1H30M', 'P1W', 'P1DT1S')), {}),
  probe('choice', fc.constantFrom('open', 'waiting', 'closed'), { choices: CHOICES }),
  probe('states', fc.constantFrom('open', 'closed'), { choices: STATES }),
  probe('tags', fc.array(tag, { maxLength: 6 }), {}, tag),
  probe('reference', ids),
  probe('owner', ids, {}, fc.oneof(ids, fc.constantFrom('me', 'my-team'))),
  probe('json', free),
  probe('secret', line),
  probe('counter', fc.integer({ min: 1, max: 30 }).map((n) => `Q-${String(n).padStart(4, '0')}`), { series: 'quote', prefix: 'Q-', digits: 4 }),
];

/** Fails where a type has been added without a probe. */
export function unprobed(): string[] {
  const seen = new Set(probes.map(({ field }) => (field.type as FieldType).name));
  return typeNames.filter((name) => !seen.has(name));
}

/** Values that no field may choke on. */
export const HOSTILE: readonly Json[] = [
  {}, [], [[]], { $ne: 1 }, { or: [] }, '', ' ', '\u0000', 'a\u0000b', '\ud800', 'x\udc00', '\ud83d\ude00', '-1', '1e400', '0x10', NaN, Infinity, -0, 1e308, 9e15, 2 ** 53 + 2, 1.5, -1,
  true, 'x'.repeat(100_000), '<'.repeat(100_000), `${'a'.repeat(50_000)}@${'b.'.repeat(25_000)}c`, '+'.repeat(100_000), '9'.repeat(100_000), 'https://'.repeat(5_000), 'P'.repeat(100_000),
  JSON.parse('{"__proto__": {"polluted": true}}') as Json, JSON.parse('{"amount": 1, "__proto__": "EUR"}') as Json, { constructor: { prototype: { polluted: true } } }, { toString: 'call' },
  { 'a.__proto__.b': 1 }, { amount: {}, currency: [] }, { amount: 1, currency: '__proto__' }, { amount: 1, currency: 'toString' }, { at: {}, zone: {} }, { at: '2026-01-01T00:00:00Z', zone: '__proto__' },
  { set: true }, ['__proto__', 'constructor'], Array.from({ length: 100_000 }, () => 'x'), '__proto__', 'constructor', 'toString', '2026-02-30', '0000-01-01', '2026-01-01T24:00:00Z', "'; SELECT pg_sleep(3); --",
];
