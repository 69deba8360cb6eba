import { list, number, object, orNull, text } from '#platform/docs/parts.js';

const MOST = 9_000_000_000_000_000;
const whole = { type: 'integer', format: 'int64', minimum: -MOST, maximum: MOST } as const;
const money = object({ amount: { ...whole, description: 'In minor units.' }, currency: text(3) });
const condition = { type: 'object', maxProperties: 3, description: 'As lists take it under `where`.' } as const;

export const FIGURE = object({
  value: orNull({ ...number(MOST), minimum: -MOST }),
  unit: { type: 'string', enum: ['count', 'percent', 'days'] },
  amount: orNull(money),
  weighted: orNull(money),
  records: { ...orNull(object({ path: text(200), where: condition })), description: 'The records that the number is made of: post `where` to `{path}/query`.' },
});
const figures = { type: 'object', maxProperties: 60, additionalProperties: FIGURE } as const;
const line = object({ key: orNull(text(200)), label: orNull(text(1_000)), figures });
const period = { from: text(10), to: text(10), currency: text(3) };

export const REPORT = object({ ...period, columns: list(text(60), 60), lines: list(line, 5_000), total: orNull(figures) });
export const DASHBOARD = object({ ...period, figures: { type: 'object', maxProperties: 30, additionalProperties: object({ now: FIGURE, before: orNull(FIGURE) }) }, charts: { type: 'object', maxProperties: 10, additionalProperties: list(line, 5_000) } });
