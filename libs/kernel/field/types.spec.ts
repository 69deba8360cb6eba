import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { complaints, fieldOf, HOSTILE, probes, unprobed, viewpoint } from '#test/worlds/fields.js';
import type { Field, Json } from './field.js';
import { configureSecretBox } from './secret-box.js';

function nested(depth: number): Json {
  let value: Json = 1;
  for (let level = 0; level < depth; level++) value = level % 2 ? [value] : { a: value };
  return value;
}

/** Whether a value is taken or complained of with a rule and a sentence, but never both, and never with an exception. */
function answers(field: Field, value: Json): boolean {
  const { rules, said, complain } = complaints();
  const stored = field.type.accept(value, field, complain);
  expect(said.every((sentence) => /^[A-Z].+\.$/s.test(sentence) && sentence.length < 3_000)).toBe(true);
  expect(stored === undefined).toBe(rules.length === 1);
  return stored !== undefined;
}

const accepted = (typeName: string, value: Json, options: object = {}) => fieldOf(typeName, options).type.accept(value, fieldOf(typeName, options), complaints().complain);

beforeAll(() => configureSecretBox(randomBytes(32)));

describe('Every type of field', () => {
  it('has a probe', () => expect(unprobed()).toEqual([]));

  describe.each(probes.map((probe) => [probe.title, probe] as const))('%s', (_title, { field, values, arguments: args }) => {
    it('takes any JSON or says what is wrong with it, and never throws', () => {
      for (const value of [...HOSTILE, nested(100_000)]) answers(field, value);
      fc.assert(fc.property(fc.oneof(fc.jsonValue(), values, fc.string({ unit: 'binary' }), fc.double()) as fc.Arbitrary<Json>, (value) => {
        if (value !== null) answers(field, value);
      }));
      expect(({} as { polluted?: true }).polluted).toBeUndefined();
    });

    it('parses any argument or says what is wrong with it, and never throws', () => {
      const parsers = [field.type, ...Object.values(field.type.operators).filter((operator) => operator.argument)];
      const parse = (value: Json) => {
        for (const parser of parsers) {
          const { rules, complain } = complaints();
          const parsed = parser.argument!(value, field, viewpoint('2026-03-15T12:00:00Z'), complain);
          expect(parsed === undefined).toBe(rules.length > 0);
          expect([parsed ?? []].flat(2).every((one) => typeof one === 'boolean' || Number.isFinite(one) || (typeof one === 'string' && !one.includes('\u0000')))).toBe(true);
        }
      };
      HOSTILE.forEach(parse);
      fc.assert(fc.property(fc.oneof(fc.jsonValue(), args) as fc.Arbitrary<Json>, parse));
    });

    it('takes its own examples, which differ', () => {
      const examples = [1, 2, 3].map((seed) => field.type.example(field, seed));
      expect(examples.every((example) => answers(field, example))).toBe(true);
      expect(new Set(examples.map((example) => JSON.stringify(example))).size).toBeGreaterThan(1);
    });
  });

  it('refuses an empty text where a value is required', () => {
    for (const name of ['text', 'long-text', 'rich-text', 'email', 'phone', 'url', 'domain', 'secret']) {
      expect(accepted(name, ' '.repeat(name === 'secret' ? 0 : 2), { required: true })).toBeUndefined();
    }
    expect(accepted('tags', [], { required: true })).toBeUndefined();
    expect(accepted('secret', { set: true }, { required: true })).toBeUndefined();
  });
});

describe('What is taken', () => {
  it.each<[string, Json, object, object]>([
    ['text', '  Jane\u00a0', {}, { '': 'Jane' }],
    ['text', 'e\u0301', {}, { '': 'é' }],
    ['long-text', 'a\r\nb\rc', {}, { '': 'a\nb\nc' }],
    ['email', ' Jane@Example.COM ', {}, { '': 'Jane@Example.COM' }],
    ['email', 'x@münchen.de', {}, { '': 'x@xn--mnchen-3ya.de' }],
    ['phone', '030 123456', { country: 'DE' }, { '': '030 123456', key: '+4930123456' }],
    ['phone', '030 123456', {}, { '': '030 123456', key: '030123456' }],
    ['phone', '+49 (30) 123456', {}, { '': '+49 (30) 123456', key: '+4930123456' }],
    ['url', 'HTTPS://www.Acme.com', {}, { '': 'https://www.acme.com/', domain: 'acme.com' }],
    ['domain', 'http://WWW.acme.com/about?x', {}, { '': 'acme.com' }],
    ['money', { amount: -5, currency: 'EUR' }, {}, { '': -5, currency: 'EUR' }],
    ['money', '1234.56 EUR', {}, { '': 123456, currency: 'EUR' }],
    ['money', '12', { currency: 'JPY' }, { '': 12, currency: 'JPY' }],
    ['number', -0, {}, { '': 0 }],
    ['duration', 'PT1H30M', {}, { '': 5400 }],
    ['moment', '2026-03-31T11:30:00.1+02:00', {}, { '': '2026-03-31T09:30:00.100000Z' }],
    ['tags', ['VIP', 'vip', ' New '], {}, { '': ['VIP', 'New'] }],
    ['rich-text', '<p onclick="x()">Hi<script>alert(1)</script></p>', {}, { '': '<p>Hi</p>' }],
    ['secret', { set: true }, {}, {}],
  ])('%s %j', (name, value, options, stored) => expect(accepted(name, value, options)).toEqual(stored));

  it.each<[string, Json, object, string]>([
    ['text', 5, {}, 'type'],
    ['rich-text', 'a&#31;b', {}, 'characters'],
    ['text', 'a\nb', {}, 'characters'],
    ['text', 'abc', { max: 2 }, 'length'],
    ['email', 'jane@localhost', {}, 'email'],
    ['email', 'a@b.de, c@d.de', {}, 'email'],
    ['phone', '+49', {}, 'phone'],
    ['phone', 'call me', {}, 'phone'],
    ['url', 'javascript:alert(1)', {}, 'url'],
    ['url', 'https://acme.com@evil.com', {}, 'url'],
    ['url', 'ftp://acme.com', {}, 'url'],
    ['money', { amount: 1.5, currency: 'EUR' }, {}, 'money'],
    ['money', { amount: 9e15 + 2, currency: 'EUR' }, {}, 'money'],
    ['money', { amount: 1, currency: 'XXX' }, {}, 'currency'],
    ['money', '1.234 EUR', {}, 'money'],
    ['money', { amount: 1, currency: 'EUR', extra: 1 }, {}, 'money'],
    ['number', '5', {}, 'type'],
    ['number', 1.25, { decimals: 1 }, 'decimals'],
    ['integer', 1.5, {}, 'integer'],
    ['percent', 101, { max: 100 }, 'max'],
    ['rating', 6, {}, 'max'],
    ['boolean', 'true', {}, 'type'],
    ['date', '2026-02-29', {}, 'date'],
    ['moment', '2026-03-31T09:30:00', {}, 'moment'],
    ['zoned-moment', { at: '2026-03-31T09:30:00Z', zone: 'Europe/Atlantis' }, {}, 'zone'],
    ['duration', 'P1M', {}, 'duration'],
    ['choice', 'x', { choices: ['a'] }, 'choice'],
    ['tags', ['a;b'], {}, 'tags'],
    ['json', { a: { b: { c: 1 } } }, { depth: 2 }, 'depth'],
    ['json', { 'toString.call': 1 }, {}, 'key'],
    ['json', ['x'.repeat(70_000)], {}, 'size'],
    ['counter', 'Q-1', { series: 'q', prefix: 'Q-', digits: 3 }, 'counter'],
  ])('not %s %j', (name, value, options, rule) => {
    const { rules, complain } = complaints();
    fieldOf(name, options).type.accept(value, fieldOf(name, options), complain);
    expect(rules).toEqual([rule]);
  });
});

describe('A formatted text', () => {
  it.each([
    '<script>alert(1)</script>', '<ScRiPt/src=//evil>', '<img src=x onerror=alert(1)>', '<svg/onload=alert(1)>', '<a href="java\nscript:alert(1)">x</a>', '<a href="&#106;avascript:alert(1)">x</a>',
    '<a href="data:text/html,<script>1</script>">x</a>', '<a href="//evil.com">x</a>', '<p style="background:url(javascript:1)" onclick=alert(1)>x</p>', '<iframe srcdoc="<script>1</script>">',
    '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=alert(1)&gt;">', '<noscript><p title="</noscript><img src=x onerror=alert(1)>">', '<textarea></textarea><script>1</script>',
    '<<script>script>alert(1)<</script>/script>', '<p><base href="//evil"><meta http-equiv=refresh content="0;url=//evil"><form action=//evil><input></form>', '<xmp><p title="</xmp><svg/onload=alert(1)>">',
  ])('holds nothing that runs or leads astray: %s', (html) => {
    const clean = (accepted('rich-text', html)?.[''] ?? '') as string;
    const tags = clean.match(/<[^>]*>/g) ?? [];
    for (const tag of tags) expect(tag).toMatch(/^<\/?(?:p|a|table|tbody|td|tr|em|br)(?: rel="noopener noreferrer nofollow")?(?: \/)?>$/);
  });

  it('is cleaned quickly, however hostile it is', () => {
    for (const part of ['<', '<p>', '<a href="', '<!--', '&', '</p>', '<p a', '<![CDATA[', '"\'><']) {
      const start = process.cpuUsage();
      accepted('rich-text', part.repeat(100_000 / part.length));
      expect(process.cpuUsage(start).user / 1_000).toBeLessThan(5_000);
    }
  });
});
