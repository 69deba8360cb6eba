import { addTo, type Day } from '#kernel/field/calendar.js';
import type { Json } from '#kernel/field/field.js';
import { dayAt, isZone } from '#kernel/field/zone.js';
import { readCron, type Cron } from './cron.js';
import { atLocalTime } from './local-time.js';

/** Times of the clocks of a zone, or a spacing in real time. */
export type Schedule = { readonly cron: string; readonly zone: string } | { readonly everyMinutes: number };

export const SHORTEST_MINUTES = 5;
const LONGEST_MINUTES = 366 * 24 * 60;
const FARTHEST_DAYS = 366 * 9;
const DAY_MS = 86_400_000;

export function scheduleFaults(given: { readonly [name: string]: Json | undefined }): [at: string, say: string][] {
  const { cron, zone, everyMinutes } = given;
  if ((cron === undefined) === (everyMinutes === undefined)) return [['cron', 'Say either "cron", such as "0 9 * * 1-5", with its "zone", or "everyMinutes".']];
  if (everyMinutes !== undefined) {
    const fits = Number.isInteger(everyMinutes) && Number(everyMinutes) >= SHORTEST_MINUTES && Number(everyMinutes) <= LONGEST_MINUTES;
    return fits ? [] : [['everyMinutes', `Must be a whole number of minutes, at least ${SHORTEST_MINUTES}.`]];
  }
  const faults: [string, string][] = [];
  if (!isZone(zone)) faults.push(['zone', 'Must name a zone of the IANA list, such as Europe/Berlin.']);
  const read = typeof cron === 'string' ? readCron(cron) : null;
  if (!read) faults.push(['cron', 'Must be five fields: minute, hour, day of the month, month, day of the week (1 is Monday), such as "0 9 * * 1-5".']);
  else if (read.minutes.length > 60 / SHORTEST_MINUTES) faults.push(['cron', `Must not come more often than every ${SHORTEST_MINUTES} minutes on average.`]);
  return faults;
}

/**
 * The first time after an instant. What is fixed to a time of day comes once a day: at once after the jump when its time is skipped,
 * and the first time when it is shown twice. What comes every hour or every few minutes keeps its spacing in real time.
 */
export function nextTick(schedule: Schedule, afterMs: number): number | null {
  if ('everyMinutes' in schedule) {
    const spacing = schedule.everyMinutes * 60_000;
    // Counted from one beginning for all, so that whoever plans it twice plans the same.
    return (Math.floor(afterMs / spacing) + 1) * spacing;
  }
  const cron = readCron(schedule.cron)!;
  const first = addTo(dayAt(afterMs, schedule.zone), -2, 'day');
  for (let n = 0; n < FARTHEST_DAYS; n += 1) {
    const day = addTo(first, n, 'day');
    if (!fits(cron, day)) continue;
    const later = timesOn(cron, day, schedule.zone).filter((instant) => instant > afterMs);
    if (later.length > 0) return Math.min(...later);
  }
  return null;
}

function timesOn(cron: Cron, day: Day, zone: string): number[] {
  return cron.hours.flatMap((hour) =>
    cron.minutes.flatMap((minute) => {
      const instants = atLocalTime(day, hour, minute, zone);
      if (cron.fixed) return instants.slice(0, 1);
      // A time that is not shown is not made up for: the next one is near.
      return isShown(instants[0]!, day, hour, minute, zone) ? instants : [];
    }),
  );
}

function isShown(instant: number, day: Day, hour: number, minute: number, zone: string): boolean {
  const clocks = new Intl.DateTimeFormat('en-GB', { timeZone: zone, hourCycle: 'h23', hour: '2-digit', minute: '2-digit' }).format(instant);
  return dayAt(instant, zone) === day && clocks === `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`;
}

/** As cron has it: where both days are restricted, either will do. The last day stands for those that a month does not have. */
function fits({ monthDays, months, weekDays, anyMonthDay, anyWeekDay }: Cron, day: Day): boolean {
  if (!months.includes(Number(day.slice(5, 7)))) return false;
  const ofMonth = Number(day.slice(8, 10));
  const isLast = addTo(day, 1, 'day').slice(8, 10) === '01';
  const byMonth = monthDays.includes(ofMonth) || (isLast && monthDays.includes(31));
  const byWeek = weekDays.includes(((Date.parse(`${day}T00:00:00Z`) / DAY_MS + 3) % 7 + 7) % 7 + 1);
  if (anyMonthDay) return byWeek;
  return anyWeekDay ? byMonth : byMonth || byWeek;
}
