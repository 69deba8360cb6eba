import { addTo, type Day } from './calendar.js';

const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(zone: string): Intl.DateTimeFormat {
  let format = formats.get(zone);
  if (!format) {
    // Names are taken in any case, so there are more than there are zones.
    if (formats.size >= 1_000) formats.clear();
    format = new Intl.DateTimeFormat('en-GB', {
      timeZone: zone, hourCycle: 'h23', era: 'short', year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', second: '2-digit',
    });
    formats.set(zone, format);
  }
  return format;
}

/** Whether it names a zone of the IANA list, such as `Europe/Berlin`. */
export function isZone(value: unknown): value is string {
  if (typeof value !== 'string' || !/^[A-Za-z][A-Za-z0-9_+-]{1,30}(\/[A-Za-z0-9_+-]{1,30}){0,2}$/.test(value)) return false;
  try {
    formatOf(value);
    return true;
  } catch {
    return false;
  }
}

/** What the clocks of the zone show, as if it were UTC, in milliseconds. */
export function localTime(instantMs: number, zone: string): number {
  const part = Object.fromEntries(formatOf(zone).formatToParts(instantMs).map(({ type, value }) => [type, value]));
  const year = part['era'] === 'BC' ? 1 - Number(part['year']) : Number(part['year']);
  const shown = new Date(0);
  shown.setUTCFullYear(year, Number(part['month']) - 1, Number(part['day']));
  shown.setUTCHours(Number(part['hour']), Number(part['minute']), Number(part['second']));
  return shown.getTime();
}

/** The date that the calendars of the zone show at an instant. */
export function dayAt(instantMs: number, zone: string): Day {
  return new Date(localTime(instantMs, zone)).toISOString().split('T')[0]!;
}

/** The first instant of a day in the zone, in milliseconds; where midnight is skipped when the clocks change, the instant they change. */
export function startOfDay(day: Day, zone: string): number {
  return instantAt(Date.parse(`${day}T00:00:00Z`), zone);
}

/** The first instant at which the clocks of the zone show a time, given as if it were UTC; a time that they skip counts on from before the change. */
export function instantAt(shownMs: number, zone: string): number {
  const offsetNear = (instantMs: number) => localTime(instantMs, zone) - instantMs;
  const before = shownMs - offsetNear(shownMs - 86_400_000);
  const after = shownMs - offsetNear(shownMs + 86_400_000);
  const earliest = Math.min(before, after);
  if (localTime(earliest, zone) === shownMs) return earliest;
  return localTime(Math.max(before, after), zone) === shownMs ? Math.max(before, after) : before;
}

/** The first and the last millisecond of a period in the zone. */
export function timesOf([first, last]: readonly [Day, Day], zone: string): readonly [number, number] {
  return [startOfDay(first, zone), startOfDay(addTo(last, 1, 'day'), zone) - 1];
}
