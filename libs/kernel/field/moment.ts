import { isDay, periodOf, spanOf } from './calendar.js';
import { periodArgument } from './date.js';
import { decorator } from './declare.js';
import type { Complain, FieldType, Json, Viewpoint } from './field.js';
import { comparable, during, OF_TIMES } from './operators.js';
import { isZone, timesOf } from './zone.js';

/** An instant in UTC with microseconds, `2026-03-31T07:30:00.000000Z`: of one length, so that instants compare as texts do. */
export type Instant = string;

export interface ZonedMoment {
  readonly at: Instant;
  /** The IANA zone in whose local time it was meant. */
  readonly zone: string;
}

const WRITTEN = /^(\d{4}-\d\d-\d\d)T([01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.(\d{1,6}))?)?(?:Z|[+-](?:0\d|1[0-5]):[0-5]\d)$/;

export function instantOf(value: Json | undefined): Instant | undefined {
  const match = typeof value === 'string' && value.length <= 40 ? WRITTEN.exec(value) : null;
  if (!match || !isDay(match[1])) return undefined;
  const [written, , , fraction = ''] = match;
  const seconds = new Date(Date.parse(fraction ? written.replace(`.${fraction}`, '') : written));
  const utc = seconds.toISOString();
  return isDay(utc.slice(0, 10)) ? `${utc.slice(0, 19)}.${fraction.padEnd(6, '0')}Z` : undefined;
}

const first = (ms: number): Instant => new Date(ms).toISOString().replace('Z', '000Z');
const last = (ms: number): Instant => new Date(ms).toISOString().replace('Z', '999Z');

/** The first and the last microsecond of what is meant: an instant, a day, `last-month`. */
function timesArgument(read: typeof periodOf, value: Json, viewpoint: Viewpoint, complain: Complain): readonly [Instant, Instant] | undefined {
  const instant = instantOf(value);
  if (instant) return [instant, instant];
  const period = periodArgument(read, value, viewpoint, (rule, say) => complain(rule, say.replace('Must be ', 'Must be an instant such as 2026-03-31T09:30:00Z, ')));
  if (!period) return undefined;
  if (period[0] < '0001-01-03' || period[1] > '9999-12-29') return complain('range', 'Must lie within the years 1 to 9999.');
  const [start, end] = timesOf(period, viewpoint.timeZone);
  return [first(start), last(end)];
}

const MEND = 'Must be an instant with its offset, such as 2026-03-31T09:30:00Z or 2026-03-31T11:30:00+02:00.';
const ZONED_MEND = 'Must be an instant and the zone it is meant in, such as { "at": "2026-03-31T09:30:00Z", "zone": "Europe/Berlin" }.';

const CANONICAL = '2026-03-31T07:30:00.000000Z'.length;
const key = (value: Json): Instant => {
  const at = typeof value === 'string' ? value : (value as unknown as ZonedMoment).at;
  return at.length === CANONICAL && at.endsWith('Z') ? at : instantOf(at)!;
};
const times = comparable('timestamptz', '', key, OF_TIMES);

export const moment: FieldType = {
  name: 'moment',
  columns: () => [{ suffix: '', type: 'timestamptz' }],
  accept(value, _field, complain) {
    const instant = instantOf(value);
    return instant ? { '': instant } : complain('moment', MEND);
  },
  // Postgres writes JSON instants by itself, far faster than to_char; serving roles have UTC as their zone.
  shown: (column) => column(),
  operators: {
    ...times,
    lt: { ...times.lt, argument: (value, _field, viewpoint, complain) => timesArgument(periodOf, value, viewpoint, complain)?.[0] },
    gte: { ...times.gte, argument: (value, _field, viewpoint, complain) => timesArgument(periodOf, value, viewpoint, complain)?.[0] },
    lte: { ...times.lte, argument: (value, _field, viewpoint, complain) => timesArgument(periodOf, value, viewpoint, complain)?.[1] },
    gt: { ...times.gt, argument: (value, _field, viewpoint, complain) => timesArgument(periodOf, value, viewpoint, complain)?.[1] },
    during: during('timestamptz', key, (value, viewpoint, complain) => timesArgument(spanOf, value, viewpoint, complain)),
  },
  argument: (value, _field, _viewpoint, complain) => instantOf(value) ?? complain('moment', `${MEND} Use "during" for a day or a longer period.`),
  sort: { suffix: '', type: 'timestamptz' },
  schema: () => ({ type: 'string', format: 'date-time' }),
  example: (_field, seed) => first(Date.UTC(2026, 0, 1, 9) + seed * 60_000),
  cell: { write: (value) => value as string | null, read: (cell) => cell },
  searched: null,
  mirror: 'time',
  widget: () => ({ widget: 'moment' }),
};

export const zonedMoment: FieldType = {
  ...moment,
  name: 'zoned-moment',
  columns: () => [
    { suffix: '', type: 'timestamptz' },
    { suffix: 'zone', type: 'text' },
  ],
  accept(value, _field, complain) {
    if (typeof value !== 'object' || value === null || Array.isArray(value) || Object.keys(value).length !== 2) return complain('moment', ZONED_MEND);
    const instant = Object.hasOwn(value, 'at') ? instantOf(value['at']) : undefined;
    if (!instant) return complain('moment', ZONED_MEND);
    return Object.hasOwn(value, 'zone') && isZone(value['zone']) ? { '': instant, zone: value['zone'] } : complain('zone', 'Must name a zone of the IANA list, such as Europe/Berlin.');
  },
  unstored: ({ '': at, zone }) => ({ at: at as string, zone: zone as string }),
  shown: (column) => `CASE WHEN ${column()} IS NOT NULL THEN json_build_object('at', ${column()}, 'zone', ${column('zone')}) END`,
  schema: () => ({
    type: 'object',
    required: ['at', 'zone'],
    additionalProperties: false,
    properties: { at: { type: 'string', format: 'date-time' }, zone: { type: 'string', description: 'IANA time zone, such as Europe/Berlin.' } },
  }),
  example: (_field, seed) => ({ at: first(Date.UTC(2026, 0, 1, 9) + seed * 60_000), zone: 'Europe/Berlin' }),
  cell: {
    write: (value) => value && `${(value as unknown as ZonedMoment).at} ${(value as unknown as ZonedMoment).zone}`,
    read(cell) {
      const [at, zone, ...rest] = cell.trim().split(/\s+/);
      return at && zone && rest.length === 0 ? { at, zone } : cell;
    },
  },
  mirror: null,
  widget: () => ({ widget: 'moment', zoned: true }),
};

export const Moment = decorator<Instant, object>(moment);
export const ZonedMoment = decorator<ZonedMoment, object>(zonedMoment);
