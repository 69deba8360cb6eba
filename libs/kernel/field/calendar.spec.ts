import fc from 'fast-check';
import { complaints, fieldOf, viewpoint } from '#test/worlds/fields.js';
import { addTo, isDay, periodOf, spanOf } from './calendar.js';
import { dayAt, isZone, startOfDay } from './zone.js';

const ZONES = ['UTC', 'Europe/Berlin', 'America/New_York', 'America/Sao_Paulo', 'Asia/Beirut', 'Asia/Kathmandu', 'Australia/Lord_Howe', 'Pacific/Kiritimati', 'Pacific/Pago_Pago', 'Africa/Casablanca'];
const TODAY = '2026-03-31';
const days = fc.integer({ min: 0, max: 24_837 }).map((n) => addTo('1970-01-02', n, 'day'));

describe('Days', () => {
  it('exist in the calendar', () => {
    for (const day of ['2024-02-29', '0001-01-01', '9999-12-31', '2000-02-29']) expect(isDay(day)).toBe(true);
    for (const day of ['2026-02-29', '1900-02-29', '0000-01-01', '2026-13-01', '2026-1-1', '10000-01-01', 20260101]) expect(isDay(day)).toBe(false);
  });

  it('are added to, staying in the month', () => {
    expect([addTo('2026-01-31', 1, 'month'), addTo('2024-02-29', 1, 'year'), addTo('2026-03-31', -1, 'month'), addTo('2026-12-31', 1, 'day'), addTo('2026-01-31', 1, 'quarter')]).toEqual([
      '2026-02-28', '2025-02-28', '2026-02-28', '2027-01-01', '2026-04-30',
    ]);
    fc.assert(fc.property(days, fc.integer({ min: -5_000, max: 5_000 }), (day, count) => addTo(addTo(day, count, 'day'), -count, 'day') === day));
  });
});

describe('Periods', () => {
  it.each([
    ['today', '2026-03-31', '2026-03-31'],
    ['yesterday', '2026-03-30', '2026-03-30'],
    ['-7d', '2026-03-24', '2026-03-24'],
    ['+30d', '2026-04-30', '2026-04-30'],
    [' 30d', '2026-04-30', '2026-04-30'],
    ['+1m', '2026-04-30', '2026-04-30'],
    ['this-week', '2026-03-30', '2026-04-05'],
    ['last-month', '2026-02-01', '2026-02-28'],
    ['this-quarter', '2026-01-01', '2026-03-31'],
    ['next-quarter', '2026-04-01', '2026-06-30'],
    ['last-year', '2025-01-01', '2025-12-31'],
    ['2026-Q4', '2026-10-01', '2026-12-31'],
    ['2024-02', '2024-02-01', '2024-02-29'],
    ['2026', '2026-01-01', '2026-12-31'],
    ['9999-12-31', '9999-12-31', '9999-12-31'],
  ])('%s is %s to %s', (text, first, last) => expect(periodOf(text, TODAY)).toEqual([first, last]));

  it.each(['', 'someday', '-99999d', '-9999y', '+9999y', '2026-13', '2026-Q5', '0000', '__proto__', 'last-day', '2026-02-30'])('"%s" is none', (text) => expect(periodOf(text, TODAY)).toBeUndefined());

  it('reach from or until today where they are counted', () => {
    expect(spanOf('-7d', TODAY)).toEqual(['2026-03-24', TODAY]);
    expect(spanOf('+7d', TODAY)).toEqual([TODAY, '2026-04-07']);
    expect(spanOf('last-month', TODAY)).toEqual(periodOf('last-month', TODAY));
  });
});

describe('Days in a zone', () => {
  it('begin when its calendars turn the page', () => {
    fc.assert(fc.property(days, fc.constantFrom(...ZONES), (day, zone) => {
      const start = startOfDay(day, zone);
      // Kiribati and others have skipped a whole day to change sides of the date line.
      fc.pre(dayAt(start + 43_200_000, zone) === day);
      expect(dayAt(start, zone)).toBe(day);
      expect(dayAt(start - 1, zone) < day).toBe(true);
    }), { numRuns: 2_000 });
  });

  it('last 23 or 25 hours when the clocks change, and may begin at one', () => {
    const hours = (day: string, zone: string) => (startOfDay(addTo(day, 1, 'day'), zone) - startOfDay(day, zone)) / 3_600_000;
    expect([hours('2026-03-29', 'Europe/Berlin'), hours('2026-10-25', 'Europe/Berlin'), hours('2026-10-04', 'Australia/Lord_Howe')]).toEqual([23, 25, 23.5]);
    expect(new Date(startOfDay('2018-11-04', 'America/Sao_Paulo')).toISOString()).toBe('2018-11-04T03:00:00.000Z');
    expect(new Date(startOfDay('2026-03-29', 'Asia/Beirut')).toISOString()).toBe('2026-03-28T22:00:00.000Z');
  });

  it('know their zones', () => {
    expect(ZONES.every(isZone)).toBe(true);
    expect(['Europe/Atlantis', '', '../etc', 5, 'x'.repeat(1000), '__proto__'].some(isZone)).toBe(false);
  });
});

describe('Relative arguments', () => {
  const parse = (typeName: string, operator: string, value: string, now = '2026-03-31T22:30:00Z', zone = 'Europe/Berlin') => {
    const field = fieldOf(typeName);
    const { complain, rules } = complaints();
    const parser = field.type.operators[operator]!.argument ?? field.type.argument;
    return parser(value, field, viewpoint(now, zone), complain) ?? rules[0];
  };

  it('are meant in the zone of who asks', () => {
    expect([parse('date', 'eq', 'today'), parse('date', 'eq', 'today', undefined, 'UTC')]).toEqual(['2026-04-01', '2026-03-31']);
    expect(parse('moment', 'during', 'today')).toEqual(['2026-03-31T22:00:00.000000Z', '2026-04-01T21:59:59.999999Z']);
  });

  it('mean the near or the far end of a period', () => {
    expect([parse('date', 'gte', 'this-month'), parse('date', 'lte', 'this-month'), parse('date', 'lt', 'this-month'), parse('date', 'gt', 'this-month')]).toEqual([
      '2026-04-01', '2026-04-30', '2026-04-01', '2026-04-30',
    ]);
    expect([parse('moment', 'gte', 'today'), parse('moment', 'lte', 'today')]).toEqual(['2026-03-31T22:00:00.000000Z', '2026-04-01T21:59:59.999999Z']);
    expect([parse('date', 'eq', 'this-month'), parse('moment', 'eq', 'today'), parse('moment', 'gte', '9999')]).toEqual(['date', 'moment', 'range']);
  });
});
