import fc from 'fast-check';
import { createRequire } from 'node:module';
import ICAL from 'ical.js';
import { calendarText, type CalendarItem, type CalendarSeries } from '../calendar/calendar-text.js';
import { agendaCondition, firstDayOfWeek, weekOf } from './agenda.js';
import { continuedFrom, endedBefore, momentOfSlot, ruleFault, slotOfMoment, slotsOf } from './recurrence.js';

// Published as CommonJS, whose names an import does not find.
const { RRule } = createRequire(import.meta.url)('rrule') as typeof import('rrule');
const NOW = Date.UTC(2026, 0, 10);

it('A1 a weekly 09:00 Europe/Paris meeting stays 09:00 across DST', () => {
  const slots = slotsOf('FREQ=WEEKLY', '2026-03-17T09:00:00', null, 4);
  expect(slots).toEqual(['2026-03-17T09:00:00', '2026-03-24T09:00:00', '2026-03-31T09:00:00', '2026-04-07T09:00:00']);
  expect(slots.map((slot) => momentOfSlot(slot, 'Europe/Paris'))).toEqual(['2026-03-17T08:00:00.000Z', '2026-03-24T08:00:00.000Z', '2026-03-31T07:00:00.000Z', '2026-04-07T07:00:00.000Z']);
});

it('a slot and its moment are one, in every zone, but for the hour that clocks skip', () => {
  fc.assert(fc.property(fc.integer({ min: 0, max: 20_000_000 }), fc.constantFrom('Europe/Paris', 'America/Los_Angeles', 'Asia/Kathmandu', 'Australia/Lord_Howe', 'Africa/Casablanca', 'UTC'), (minutes, zone) => {
    const slot = slotOfMoment(new Date(Date.UTC(2000, 0, 1) + minutes * 60_000).toISOString(), zone);
    expect(slotOfMoment(momentOfSlot(slot, zone), zone)).toBe(slot);
  }));
});

it('gives the days that another reader of RFC 5545 gives', () => {
  const some = (from: number, to: number) => fc.uniqueArray(fc.integer({ min: from, max: to }).filter((n) => n !== 0), { minLength: 1, maxLength: 4 });
  const weekday = fc.constantFrom('MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU');
  const weekdays = fc.uniqueArray(weekday, { minLength: 1, maxLength: 3 });
  const nth = fc.uniqueArray(fc.tuple(fc.constantFrom('1', '2', '+4', '-1', '-3'), weekday).map((each) => each.join('')), { minLength: 1, maxLength: 3 });
  // Only what comes again and again: the other one looks for the rest until the year 9999.
  const rules = fc.oneof(
    fc.record({ FREQ: fc.constant('DAILY'), BYDAY: weekdays, BYMONTH: some(1, 12) }, { requiredKeys: ['FREQ'] }),
    fc.record({ FREQ: fc.constant('WEEKLY'), BYDAY: weekdays, WKST: weekday }, { requiredKeys: ['FREQ'] }),
    fc.record({ FREQ: fc.constant('MONTHLY'), BYMONTHDAY: some(-28, 28) }, { requiredKeys: ['FREQ'] }),
    fc.record({ FREQ: fc.constant('MONTHLY'), BYDAY: fc.oneof(weekdays, nth), BYSETPOS: fc.constantFrom(1, -1) }, { requiredKeys: ['FREQ', 'BYDAY'] }),
    fc.record({ FREQ: fc.constant('YEARLY'), BYMONTH: some(1, 12), BYDAY: fc.oneof(weekdays, nth) }, { requiredKeys: ['FREQ', 'BYDAY'] }),
    fc.record({ FREQ: fc.constant('YEARLY'), BYYEARDAY: some(-365, 365) }, { requiredKeys: ['FREQ', 'BYYEARDAY'] }),
    fc.record({ FREQ: fc.constant('YEARLY'), BYWEEKNO: some(-52, 52), BYDAY: weekdays, WKST: weekday }, { requiredKeys: ['FREQ', 'BYWEEKNO', 'BYDAY'] }),
  );
  fc.assert(fc.property(rules, fc.integer({ min: 1, max: 3 }), fc.integer({ min: 0, max: 3_000 }), (parts, interval, later) => {
    const rule = [...Object.entries(parts).map(([name, value]) => `${name}=${String(value)}`), `INTERVAL=${interval}`].join(';');
    const first = new Date(Date.UTC(2023, 0, 1) + later * 86_400_000);
    const until = new Date(first.getTime() + 9 * 365 * 86_400_000);
    const [from, to] = [first, until].map((at) => at.toISOString().slice(0, 10)) as [string, string];
    const others = new RRule({ ...RRule.parseString(rule), dtstart: first, until }).all((_day, index) => index < 30).map((day) => day.toISOString().slice(0, 10));
    const expected = [from, ...others.filter((day) => day !== from)].slice(0, 30);
    expect([rule, ...slotsOf(rule, from, null, 30).filter((day) => day <= to)]).toEqual([rule, ...expected]);
  }));
});

it('parts a rule in two that give together what it gave', () => {
  const rules = fc.record({ rule: fc.constantFrom('FREQ=DAILY;COUNT=9', 'FREQ=WEEKLY;BYDAY=MO,TH;COUNT=12', 'FREQ=MONTHLY;BYDAY=-1FR;COUNT=7', 'FREQ=DAILY;INTERVAL=3;UNTIL=20260401'), at: fc.integer({ min: 1, max: 5 }) });
  fc.assert(fc.property(rules, ({ rule, at }) => {
    const beginning = '2026-03-02T09:00:00';
    const all = slotsOf(rule, beginning, null, 50);
    const cut = all[at]!;
    const [before, after] = [slotsOf(endedBefore(rule, cut), beginning, null, 50), slotsOf(continuedFrom(rule, beginning, cut), cut, null, 50)];
    expect(before.every((slot) => slot < cut)).toBe(true);
    expect([...before, ...after]).toEqual(all);
  }));
  expect(['FREQ=HOURLY', 'FREQ=WEEKLY;DTSTART=20260101', 'FREQ=DAILY;COUNT=2;UNTIL=20260101', 'FREQ=DAILY;UNTIL=20260230', 'BYDAY=MO', 'FREQ=WEEKLY;BYDAY=XX', 'FREQ=DAILY;FREQ=DAILY', 'FREQ=WEEKLY;BYDAY=2MO'].map(ruleFault)).not.toContain(null);
  expect(['FREQ=WEEKLY;BYDAY=TU', 'FREQ=MONTHLY;BYDAY=-1FR;COUNT=4', 'FREQ=DAILY;UNTIL=20261231'].map(ruleFault)).toEqual([null, null, null]);
});

it('soon knows that a day never comes', () => {
  const started = performance.now();
  for (const rule of ['FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30', 'FREQ=DAILY;INTERVAL=7;BYDAY=TU', 'FREQ=YEARLY;BYMONTH=4;BYMONTHDAY=31', 'FREQ=MONTHLY;BYSETPOS=300;BYDAY=MO']) expect(slotsOf(rule, '2026-03-02', null, 5)).toEqual(['2026-03-02']);
  expect(performance.now() - started).toBeLessThan(1_000);
});

it('A1 "today", "overdue" and "this week" are those of the viewer\u2019s zone and week start', () => {
  const night = new Date('2026-05-02T05:00:00Z');
  const dayOf = (zone: string) => JSON.stringify(agendaCondition('today', night, zone, 1)).match(/"value":"([^"]+)"/)![1];
  expect([dayOf('America/Los_Angeles'), dayOf('Europe/Berlin')]).toEqual(['2026-05-01', '2026-05-02']);
  expect([firstDayOfWeek('de-DE', 'US'), firstDayOfWeek('en', 'US'), firstDayOfWeek('en', 'DE'), firstDayOfWeek('ar-EG', 'DE')]).toEqual([1, 7, 1, 6]);
  expect([weekOf('2026-05-03', 1), weekOf('2026-05-03', 7), weekOf('2026-05-03', 6)]).toEqual([['2026-04-27', '2026-05-03'], ['2026-05-03', '2026-05-09'], ['2026-05-02', '2026-05-08']]);
});

function item(slot: string, more: Partial<CalendarItem> = {}): CalendarItem {
  const zone = 'Europe/Paris';
  return { id: `id-${slot}`, title: 'Weekly, with; signs\\', kind: 'meeting', state: 'open', startsAt: momentOfSlot(slot, zone), zone, duration: 1_800, day: null, lastDay: null, location: null, description: 'Line one\nline two, which is long enough to be folded because it has more than seventy-five octets: äöü', updatedAt: '2026-01-01T00:00:00Z', version: 1, seriesId: 's', slot, isDeleted: false, isTheirs: true, attendees: [], ...more };
}

it('A1 exceptions survive an ICS round trip, in the right zone by the VTIMEZONE alone', () => {
  const series: CalendarSeries = { id: 's', rule: 'FREQ=WEEKLY;UNTIL=20260421', startsAt: momentOfSlot('2026-03-17T09:00:00', 'Europe/Paris'), zone: 'Europe/Paris', day: null };
  const slots = slotsOf(series.rule, '2026-03-17T09:00:00', null, 20);
  const items = slots.map((slot, n) => item(slot, n === 1 ? { isDeleted: true } : n === 3 ? { startsAt: momentOfSlot('2026-04-08T15:00:00', 'Europe/Paris'), title: 'Moved' } : n === 4 ? { state: 'cancelled' } : {}));
  const alone = item('2026-11-05', { seriesId: null, slot: null, startsAt: null, zone: null, duration: null, day: '2026-11-05', lastDay: '2026-11-06', title: 'Fair', attendees: [{ name: 'Ada "A"', address: 'ada@example.com', answer: 'accepted' }] });
  const text = calendarText('Mine', [...items, alone], [series], NOW);
  expect(text.split('\r\n').every((line) => Buffer.byteLength(line) <= 75)).toBe(true);
  const calendar = new ICAL.Component(ICAL.parse(text) as never);
  for (const zone of calendar.getAllSubcomponents('vtimezone')) ICAL.TimezoneService.register(zone as never);
  const events = calendar.getAllSubcomponents('vevent').map((each) => new ICAL.Event(each));
  const master = events.find((event) => event.isRecurring())!;
  for (const event of events) if (event.isRecurrenceException()) master.relateException(event);
  const found: string[] = [];
  const iterator = master.iterator();
  for (let next = iterator.next(); next && found.length < 20; next = iterator.next()) {
    const { startDate, item: { summary } } = master.getOccurrenceDetails(next);
    found.push(`${startDate.toJSDate().toISOString()} ${summary}`);
  }
  const kept = items.filter(({ isDeleted, state }) => !isDeleted && state !== 'cancelled');
  expect(found).toEqual(kept.map(({ startsAt, title }) => `${startsAt} ${title}`));
  const fair = events.find(({ summary }) => summary === 'Fair')!;
  expect([fair.startDate.isDate, fair.startDate.toString(), fair.endDate.toString(), fair.attendees[0]!.getFirstValue()]).toEqual([true, '2026-11-05', '2026-11-07', 'mailto:ada@example.com']);
});

it('shows of a series only what is the reader\u2019s, and its rule to nobody who has no part in those to come', () => {
  const series: CalendarSeries = { id: 's', rule: 'FREQ=WEEKLY', startsAt: momentOfSlot('2026-03-17T09:00:00', 'Europe/Paris'), zone: 'Europe/Paris', day: null };
  const slots = slotsOf(series.rule, '2026-03-17T09:00:00', null, 4);
  const text = (theirs: readonly number[]) => calendarText('Mine', slots.map((slot, n) => item(slot, { isTheirs: theirs.includes(n) })), [series], NOW);
  expect(text([0, 2, 3]).match(/^(RRULE|EXDATE).*/gm)).toEqual(['RRULE:FREQ=WEEKLY', 'EXDATE;TZID=Europe/Paris:20260324T090000']);
  expect(text([1]).match(/^(RRULE|EXDATE|DTSTART;).*/gm)).toEqual(['DTSTART;TZID=Europe/Paris:20260324T090000']);
});
