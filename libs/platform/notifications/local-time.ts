import { addTo, type Day } from '#kernel/field/calendar.js';
import { dayAt, instantAt } from '#kernel/field/zone.js';

const CLOCK = /^([01]\d|2[0-3]):([0-5]\d)$/;

export function isClockTime(value: unknown): value is string {
  return typeof value === 'string' && CLOCK.test(value);
}

/** The next instant, not before this one, at which the clocks of the zone show the time. */
export function nextClockTime(time: string, zone: string, fromMs: number): number {
  for (let day = dayAt(fromMs, zone); ; day = addTo(day, 1, 'day')) {
    const at = clockTimeOn(day, time, zone);
    if (at >= fromMs) return at;
  }
}

/** Null outside the quiet hours; inside, when they end. They may reach over midnight. */
export function quietUntil(from: string, until: string, zone: string, nowMs: number): number | null {
  if (from === until) return null;
  const today = dayAt(nowMs, zone);
  for (const day of [addTo(today, -1, 'day'), today]) {
    const begins = clockTimeOn(day, from, zone);
    const ends = clockTimeOn(until > from ? day : addTo(day, 1, 'day'), until, zone);
    if (begins <= nowMs && nowMs < ends) return ends;
  }
  return null;
}

function clockTimeOn(day: Day, time: string, zone: string): number {
  return instantAt(Date.parse(`${day}T${time}:00Z`), zone);
}
