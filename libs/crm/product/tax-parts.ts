import { decorator } from '#kernel/field/declare.js';
import type { FieldType, Json } from '#kernel/field/field.js';
import { json } from '#kernel/field/json.js';
import { acceptNumber } from '#kernel/field/number.js';
import { acceptLine } from '#kernel/field/text.js';

export type TaxPart = { name: string; percent: number };

const MOST = 6;
const LONGEST_NAME = 80;

/** Taxes that are charged together, each on the same net amount. */
const taxParts: FieldType = {
  ...(json as FieldType),
  accept(value, _field, complain) {
    if (!Array.isArray(value) || value.length > MOST) return complain('type', `Must be a list of at most ${MOST} taxes, each such as { "name": "GST", "percent": 5 }.`);
    const parts: TaxPart[] = [];
    for (const each of value) {
      const { name = null, percent = null, ...others } = (typeof each === 'object' && each !== null && !Array.isArray(each) ? each : {}) as { [key: string]: Json };
      if (Object.keys(others).length > 0) return complain('unknown', 'Each tax has a "name" and a "percent", and nothing else.');
      const line = acceptLine(name, LONGEST_NAME, complain);
      const share = line === undefined ? undefined : acceptNumber(percent, { min: 0, max: 100, decimals: 4 }, complain);
      if (line === undefined || share === undefined) return undefined;
      if (line === '') return complain('required', 'Each tax needs a name.');
      parts.push({ name: line, percent: share });
    }
    return { '': parts.length === 0 ? null : JSON.stringify(parts) };
  },
  unstored: ({ '': text }) => JSON.parse(text as string) as Json,
  schema: () => ({ type: 'array', maxItems: MOST, items: { type: 'object', required: ['name', 'percent'], additionalProperties: false, properties: { name: { type: 'string', maxLength: LONGEST_NAME }, percent: { type: 'number', minimum: 0, maximum: 100 } } } }),
  example: (_field, seed) => [{ name: 'GST', percent: 5 }, { name: 'PST', percent: 7 + (seed % 3) }],
};

export const TaxParts = decorator<TaxPart[], object>(taxParts);
