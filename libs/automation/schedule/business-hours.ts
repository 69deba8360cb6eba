import { addTo, isDay } from '#kernel/field/calendar.js';
import { dayAt, isZone } from '#kernel/field/zone.js';
import type { Json } from '#kernel/field/field.js';
import { atLocalTime } from './local-time.js';

/** When work is done: on these days of the week (1 is Monday), from and to these times of the zone, but not on these days. */
export interface BusinessHours {
  readonly zone: string;
  readonly days: readonly number[];
  readonly from: string;
  readonly to: string;
  readonly closed?: readonly string[];
}

const TIME = /^([01]\d|2[0-3]):([0-5]\d)$/;
const LONGEST_DAYS = 1_500;

export function isBusinessHours(value: Json | undefined): boolean {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const { zone, days, from, to, closed = [] } = value;
  const daysFit = Array.isArray(days) && days.length > 0 && days.every((day) => Number.isInteger(day) && Number(day) >= 1 && Number(day) <= 7);
  const timesFit = typeof from === 'string' && typeof to === 'string' && TIME.test(from) && TIME.test(to) && from < to;
  return isZone(zone) && daysFit && timesFit && Array.isArray(closed) && closed.length <= 400 && closed.every(isDay);
}

/** The instant at which so many minutes of work have gone by. Pure; whole intervals are skipped, not counted minute by minute. */
export function addBusinessTime(startMs: number, minutes: number, hours: BusinessHours): number {
  let left = minutes * 60_000;
  let day = dayAt(startMs, hours.zone);
  for (let n = 0; n < LONGEST_DAYS; n += 1, day = addTo(day, 1, 'day')) {
    if (!hours.days.includes(((new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7) + 1) || hours.closed?.includes(day)) continue;
    const [opens, closes] = [hours.from, hours.to].map((time) => atLocalTime(day, ...minutesOf(time), hours.zone)[0]!) as [number, number];
    const begins = Math.max(opens, startMs);
    if (begins >= closes) continue;
    if (begins + left <= closes) return begins + left;
    left -= closes - begins;
  }
  throw new RangeError('These hours leave no time for work.');
}

function minutesOf(time: string): [number, number] {
  const [, hour, minute] = TIME.exec(time)!;
  return [Number(hour), Number(minute)];
}
