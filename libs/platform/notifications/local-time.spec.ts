import fc from 'fast-check';
import { isClockTime, nextClockTime, quietUntil } from './local-time.js';

const at = (text: string): number => Date.parse(text);
const iso = (instant: number | null): string | null => (instant === null ? null : new Date(instant).toISOString());

it.each([
  ['the same day', '08:00', 'Europe/Berlin', '2026-11-21T06:00:00Z', '2026-11-21T07:00:00.000Z'],
  ['the day after', '08:00', 'Europe/Berlin', '2026-11-21T07:00:00.001Z', '2026-11-22T07:00:00.000Z'],
  ['skipped in spring', '02:30', 'Europe/Berlin', '2026-03-29T00:00:00Z', '2026-03-29T01:30:00.000Z'],
  ['shown twice in autumn, the first time', '02:30', 'Europe/Berlin', '2026-10-24T22:00:00Z', '2026-10-25T00:30:00.000Z'],
  ['clocks that move by half an hour', '02:15', 'Australia/Lord_Howe', '2026-10-03T12:00:00Z', '2026-10-03T15:45:00.000Z'],
  ['New York in spring', '06:00', 'America/New_York', '2026-03-07T12:00:00Z', '2026-03-08T10:00:00.000Z'],
  ['New York in autumn', '06:00', 'America/New_York', '2026-10-31T12:00:00Z', '2026-11-01T11:00:00.000Z'],
  ['five hours and three quarters ahead', '00:00', 'Asia/Kathmandu', '2026-02-28T19:00:00Z', '2026-03-01T18:15:00.000Z'],
  ['fourteen hours ahead', '23:59', 'Pacific/Kiritimati', '2028-02-28T12:00:00Z', '2028-02-29T09:59:00.000Z'],
])('the next time that clocks show: %s', (_name, time, zone, from, next) => {
  expect(iso(nextClockTime(time, zone, at(from)))).toBe(next);
});

it.each([
  ['before', '2026-11-21T20:59:00Z', null],
  ['in the evening', '2026-11-21T21:00:00Z', '2026-11-22T06:00:00.000Z'],
  ['after midnight', '2026-11-22T01:00:00Z', '2026-11-22T06:00:00.000Z'],
  ['after', '2026-11-22T06:00:00Z', null],
  ['in the night in which the clocks go forward', '2026-03-28T22:00:00Z', '2026-03-29T05:00:00.000Z'],
])('quiet hours over midnight: %s', (_name, now, end) => {
  expect(iso(quietUntil('22:00', '07:00', 'Europe/Berlin', at(now)))).toBe(end);
});

it('quiet hours end later than now and within a day, and are over at their end', () => {
  const clock = fc.tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 })).map(([h, m]) => `${String(h).padStart(2, '0')}:${String(m).padStart(2, '0')}`);
  const zone = fc.constantFrom('Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'Africa/Casablanca', 'Pacific/Apia', 'Asia/Kathmandu', 'Pacific/Kiritimati', 'Etc/GMT+12');
  fc.assert(
    fc.property(clock, clock, zone, fc.integer({ min: at('2026-01-01T00:00:00Z'), max: at('2028-01-01T00:00:00Z') }), (from, until, where, now) => {
      expect(isClockTime(from)).toBe(true);
      const end = quietUntil(from, until, where, now);
      if (end === null) return;
      expect(end).toBeGreaterThan(now);
      expect(end - now).toBeLessThanOrEqual(25 * 3_600_000);
      expect(quietUntil(from, until, where, end)).toBeNull();
    }),
  );
});
