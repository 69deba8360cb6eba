import fc from 'fast-check';
import { addTo } from '#kernel/field/calendar.js';
import { dayAt } from '#kernel/field/zone.js';
import { addBusinessTime, type BusinessHours } from './business-hours.js';
import { nextTick, scheduleFaults, type Schedule } from './schedule.js';

const ZONES = ['Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'Africa/Casablanca', 'Pacific/Apia', 'Asia/Kathmandu', 'Pacific/Kiritimati', 'Etc/GMT+12', 'UTC'];
const HOUR = 3_600_000;

function ticks(schedule: Schedule, from: string, count: number): string[] {
  const found: string[] = [];
  for (let at = Date.parse(from); found.length < count; found.push(new Date(at).toISOString().slice(0, 16))) at = nextTick(schedule, at)!;
  return found;
}

it.each([
  // The missing hour: once, right after; the day after it is at its time again.
  ['30 2 * * *', 'Europe/Berlin', '2026-03-28T00:00Z', ['2026-03-28T01:30', '2026-03-29T01:00', '2026-03-30T00:30']],
  ['30 2 * * *', 'Europe/Berlin', '2027-03-27T12:00Z', ['2027-03-28T01:00', '2027-03-29T00:30']],
  ['30 2 * * *', 'America/New_York', '2026-03-07T12:00Z', ['2026-03-08T07:00', '2026-03-09T06:30']],
  ['30 2 * * *', 'America/New_York', '2027-03-13T12:00Z', ['2027-03-14T07:00', '2027-03-15T06:30']],
  ['15 2 * * *', 'Australia/Lord_Howe', '2026-10-03T00:00Z', ['2026-10-03T15:30', '2026-10-04T15:15']],
  // Several times in the missing hour are one.
  ['0,20,40 2 * * *', 'Europe/Berlin', '2026-03-29T00:50Z', ['2026-03-29T01:00', '2026-03-30T00:00']],
  // The repeated hour: once.
  ['30 2 * * *', 'Europe/Berlin', '2026-10-24T12:00Z', ['2026-10-25T00:30', '2026-10-26T01:30']],
  ['30 2 * * *', 'Europe/Berlin', '2027-10-30T12:00Z', ['2027-10-31T00:30', '2027-11-01T01:30']],
  ['30 1 * * *', 'America/New_York', '2026-10-31T12:00Z', ['2026-11-01T05:30', '2026-11-02T06:30']],
  ['30 1 * * *', 'America/New_York', '2027-11-06T12:00Z', ['2027-11-07T05:30', '2027-11-08T06:30']],
  ['45 1 * * *', 'Australia/Lord_Howe', '2026-04-04T00:00Z', ['2026-04-04T14:45', '2026-04-05T15:15']],
  // Bull #2207 ran these twice, one hour apart.
  ['0 6 * * 1', 'America/New_York', '2026-10-26T12:00Z', ['2026-11-02T11:00', '2026-11-09T11:00']],
  // What comes every hour keeps its spacing.
  ['0 * * * *', 'Europe/Berlin', '2026-03-29T00:00Z', ['2026-03-29T01:00', '2026-03-29T02:00']],
  ['0 * * * *', 'Europe/Berlin', '2026-10-24T23:30Z', ['2026-10-25T00:00', '2026-10-25T01:00', '2026-10-25T02:00']],
  // Ramadan, and zones without summer time.
  ['30 2 * * *', 'Africa/Casablanca', '2026-02-14T12:00Z', ['2026-02-15T01:30', '2026-02-16T02:30']],
  ['0 9 * * *', 'Asia/Kathmandu', '2026-05-01T00:00Z', ['2026-05-01T03:15', '2026-05-02T03:15']],
  ['0 0 * * *', 'Pacific/Kiritimati', '2026-12-30T12:00Z', ['2026-12-31T10:00', '2027-01-01T10:00']],
  ['0 23 * * *', 'Etc/GMT+12', '2026-12-31T12:00Z', ['2027-01-01T11:00', '2027-01-02T11:00']],
  // A whole day was left out.
  ['0 9 * * *', 'Pacific/Apia', '2011-12-29T00:00Z', ['2011-12-29T19:00', '2011-12-30T10:00', '2011-12-30T19:00']],
  ['0 9 29 2 *', 'UTC', '2026-01-01T00:00Z', ['2028-02-29T09:00', '2032-02-29T09:00']],
  ['0 9 31 * *', 'UTC', '2027-01-01T00:00Z', ['2027-01-31T09:00', '2027-02-28T09:00', '2027-03-31T09:00', '2027-04-30T09:00']],
  ['0 0 * * 1', 'Europe/Berlin', '2026-12-27T12:00Z', ['2026-12-27T23:00', '2027-01-03T23:00']],
])('%s in %s after %s', (cron, zone, from, expected) => {
  expect(ticks({ cron, zone }, from, expected.length)).toEqual(expected);
});

it('a time of day comes exactly once on each day of each zone', () => {
  const cases = fc.tuple(fc.constantFrom(...ZONES), fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 }), fc.integer({ min: Date.UTC(2026, 0, 1), max: Date.UTC(2027, 11, 31) }));
  fc.assert(
    fc.property(cases, ([zone, hour, minute, start]) => {
      const schedule = { cron: `${minute} ${hour} * * *`, zone };
      let [at, day] = [nextTick(schedule, start)!, ''];
      for (let n = 0; n < 12; n += 1) {
        if (day) expect(dayAt(at, zone)).toBe(addTo(day, 1, 'day'));
        day = dayAt(at, zone);
        at = nextTick(schedule, at)!;
      }
    }),
    { numRuns: 150 },
  );
});

it('a spacing is kept in real time, and nothing is planned twice or too often', () => {
  fc.assert(
    fc.property(fc.integer({ min: 5, max: 5_000 }), fc.integer({ min: 0, max: Date.UTC(2040, 0, 1) }), (everyMinutes, after) => {
      const first = nextTick({ everyMinutes }, after)!;
      expect(first).toBeGreaterThan(after);
      expect([nextTick({ everyMinutes }, first - 1), nextTick({ everyMinutes }, first)]).toEqual([first, first + everyMinutes * 60_000]);
    }),
  );
  for (const wrong of [{}, { cron: '* * * * *', zone: 'UTC' }, { cron: '0 9 * *', zone: 'UTC' }, { cron: '0 25 * * *', zone: 'UTC' }, { cron: '0 9 * * 1-5', zone: 'Mars/Base' }, { everyMinutes: 1 }, { everyMinutes: 9, cron: '0 9 * * *' }, { cron: '0 9 * * $(rm)', zone: 'UTC' }]) expect(scheduleFaults(wrong)).not.toEqual([]);
});

it('working time goes by while work is done, over nights, weekends, holidays and changes of the clock', () => {
  const hours: BusinessHours = { zone: 'Europe/Berlin', days: [1, 2, 3, 4, 5], from: '09:00', to: '17:00', closed: ['2026-04-03', '2026-04-06'] };
  const after = (start: string, minutes: number) => new Date(addBusinessTime(Date.parse(start), minutes, hours)).toISOString().slice(0, 16);
  expect(after('2026-03-27T15:00Z', 120)).toBe('2026-03-30T08:00');
  expect(after('2026-04-02T14:30Z', 60)).toBe('2026-04-07T07:30');
  expect(after('2026-03-28T10:00Z', 480)).toBe('2026-03-30T15:00');
  fc.assert(
    fc.property(fc.integer({ min: Date.UTC(2026, 0, 1), max: Date.UTC(2027, 0, 1) }), fc.integer({ min: 1, max: 3_000 }), fc.integer({ min: 1, max: 3_000 }), (start, a, b) => {
      expect(addBusinessTime(addBusinessTime(start, a, hours), b, hours)).toBe(addBusinessTime(start, a + b, hours));
      expect(addBusinessTime(start, a, hours) - start).toBeGreaterThanOrEqual(a * 60_000 - HOUR);
    }),
  );
});
