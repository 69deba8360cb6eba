import type { Day } from '#kernel/field/calendar.js';
import { localTime } from '#kernel/field/zone.js';

/** Whole days can be skipped, too (Apia left out 30 December 2011). */
const FAR_MS = 36 * 3_600_000;

/**
 * The instants at which the clocks of the zone show this time on this day: one; two where an hour is repeated; and where it is
 * skipped, the instant at which they jump over it.
 */
export function atLocalTime(day: Day, hour: number, minute: number, zone: string): number[] {
  const shown = Date.parse(`${day}T00:00:00Z`) + (hour * 60 + minute) * 60_000;
  const [before, after] = [offsetAt(shown - FAR_MS, zone), offsetAt(shown + FAR_MS, zone)];
  const found = [...new Set([shown - before, shown - after])].filter((instant) => localTime(instant, zone) === shown);
  return found.length > 0 ? found.sort((a, b) => a - b) : [jumpBetween(shown - FAR_MS, shown + FAR_MS, zone)];
}

function offsetAt(instant: number, zone: string): number {
  return localTime(instant, zone) - Math.floor(instant / 1_000) * 1_000;
}

/** The first instant with the later offset. */
function jumpBetween(from: number, to: number, zone: string): number {
  const before = offsetAt(from, zone);
  let [low, high] = [from, to];
  while (high - low > 1_000) {
    const middle = Math.floor((low + high) / 2_000) * 1_000;
    if (offsetAt(middle, zone) === before) low = middle;
    else high = middle;
  }
  return Math.ceil(high / 60_000) * 60_000;
}
