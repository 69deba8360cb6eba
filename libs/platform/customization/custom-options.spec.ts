import fc from 'fast-check';
import type { Json } from '#kernel/field/field.js';
import { customTypeNames } from '#kernel/field/types.js';
import { complaints, HOSTILE } from '#test/worlds/fields.js';
import { acceptCustomOptions } from './custom-options.js';

describe('Options of a custom field', () => {
  const judge = (name: string, options: Json) => {
    const { rules, complain } = complaints();
    return acceptCustomOptions(name, options, complain) ? 'taken' : rules[0];
  };

  it('are those that its type knows', () => {
    expect(judge('text', { max: 80 })).toBe('taken');
    expect(judge('choice', { choices: [{ value: 'a', label: 'A' }, { value: 'b', label: 'B' }] })).toBe('taken');
    expect(judge('choice', { choices: [{ value: 'a', label: 'A' }, { value: 'a', label: 'B' }] })).toBe('options');
    expect(judge('choice', { choices: [{ value: 'a', label: ' ' }] })).toBe('options');
    expect(judge('choice', { choices: [{ value: 'constructor', label: 'C' }] })).toBe('options');
    expect(judge('phone', { country: 'DE' })).toBe('taken');
    expect(judge('text', { pattern: '(a+)+$' })).toBe('options');
    expect(judge('text', JSON.parse('{"__proto__": 1}') as Json)).toBe('options');
    expect(judge('choice', { choices: [{ value: "x'); DROP TABLE contact --", label: 'A' }] })).toBe('options');
    expect(judge('choice', {})).toBe('options');
    expect(judge('number', { min: 2, max: 1 })).toBe('options');
    expect(judge('secret', {})).toBe('type');
    expect(judge('__proto__', {})).toBe('type');
  });

  it('survive anything', () => {
    fc.assert(fc.property(fc.constantFrom(...customTypeNames), fc.jsonValue() as fc.Arbitrary<Json>, (name, options) => {
      judge(name, options);
    }));
    for (const name of customTypeNames) for (const value of HOSTILE) judge(name, value);
  });
});
