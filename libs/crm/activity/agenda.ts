import { addTo, type Day, type Period } from '#kernel/field/calendar.js';
import { dayAt } from '#kernel/field/zone.js';
import type { StoredCondition } from '#kernel/resource/grants.js';

export const SPANS = ['overdue', 'today', 'tomorrow', 'this-week', 'next-week'] as const;
export type Span = (typeof SPANS)[number];

/** 1 is Monday, 7 is Sunday: as people count who speak this language there. A language that names a country says it by itself. */
export function firstDayOfWeek(language: string, country: string): number {
  const { region = country } = new Intl.Locale(language);
  const locale = new Intl.Locale('und', { region }) as Intl.Locale & { weekInfo?: { firstDay: number }; getWeekInfo?: () => { firstDay: number } };
  return (locale.getWeekInfo?.() ?? locale.weekInfo)?.firstDay ?? 1;
}

export function weekOf(day: Day, firstDay: number): Period {
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay() || 7;
  const first = addTo(day, -((weekday - firstDay + 7) % 7), 'day');
  return [first, addTo(first, 6, 'day')];
}

/** What is due then, for somebody whose calendars show the zone: what begins at a time and what takes whole days alike. */
export function agendaCondition(span: Span, now: Date, zone: string, firstDay: number): StoredCondition {
  const today = dayAt(now.getTime(), zone);
  if (span === 'overdue') {
    const over: StoredCondition = { or: [{ field: 'lastDay', operator: 'empty' }, { field: 'lastDay', operator: 'lt', value: today }] };
    return { or: [{ field: 'startsAt', operator: 'lt', value: now.toISOString() }, { and: [{ field: 'day', operator: 'lt', value: today }, over] }] };
  }
  const [first, last] = periodOfSpan(span, today, firstDay);
  const lasts: StoredCondition = { or: [{ field: 'lastDay', operator: 'gte', value: first }, { and: [{ field: 'lastDay', operator: 'empty' }, { field: 'day', operator: 'gte', value: first }] }] };
  return { or: [{ and: [{ field: 'startsAt', operator: 'gte', value: first }, { field: 'startsAt', operator: 'lte', value: last }] }, { and: [{ field: 'day', operator: 'lte', value: last }, lasts] }] };
}

function periodOfSpan(span: Exclude<Span, 'overdue'>, today: Day, firstDay: number): Period {
  if (span === 'today') return [today, today];
  if (span === 'tomorrow') return [addTo(today, 1, 'day'), addTo(today, 1, 'day')];
  return weekOf(span === 'this-week' ? today : addTo(today, 7, 'day'), firstDay);
}
