import { addTo, type Day } from '#kernel/field/calendar.js';
import { instantAt } from '#kernel/field/zone.js';
import { momentOfSlot, slotOfMoment, untilOf, type Slot } from '../activity/recurrence.js';
import { escapedText, folded, quotedParameter, stampOf } from './lines.js';
import { timeZoneLines } from './time-zone.js';

export interface CalendarItem {
  id: string;
  title: string;
  kind: string;
  state: 'open' | 'done' | 'cancelled';
  startsAt: string | null;
  zone: string | null;
  duration: number | null;
  day: Day | null;
  lastDay: Day | null;
  location: string | null;
  description: string | null;
  updatedAt: string;
  version: number;
  seriesId: string | null;
  slot: Slot | null;
  isDeleted: boolean;
  /** Not so for single ones of a series that somebody else holds, or that the reader is not invited to. */
  isTheirs: boolean;
  attendees: readonly { name: string | null; address: string; answer: string }[];
}

export interface CalendarSeries {
  id: string;
  rule: string;
  startsAt: string | null;
  zone: string | null;
  day: Day | null;
}

const YEAR_MS = 366 * 86_400_000;
/** Changes of clocks are told for so long, whatever somebody has planned for the year 9999. */
const FAR_MS = 10 * YEAR_MS;
const AN_HOUR = 3_600;
const PARTSTAT: { readonly [answer: string]: string } = { accepted: 'ACCEPTED', tentative: 'TENTATIVE', declined: 'DECLINED' };

/** An iCalendar object (RFC 5545): a series as its rule, with what became of single ones as exceptions of it. */
export function calendarText(name: string, items: readonly CalendarItem[], series: readonly CalendarSeries[], nowMs: number): string {
  const zones = new Set([...items, ...series].flatMap(({ zone }) => (zone ? [zone] : [])));
  const times = [nowMs, ...[...items, ...series].flatMap(({ startsAt }) => (startsAt ? [Date.parse(startsAt)] : []))];
  const [first, last] = [Math.max(Math.min(...times), nowMs - FAR_MS), Math.min(Math.max(...times) + 2 * YEAR_MS, nowMs + FAR_MS)];
  const alone = items.filter(({ seriesId, isDeleted, isTheirs }) => isTheirs && !isDeleted && !series.some(({ id }) => id === seriesId));
  return folded([
    'BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//Tessera//Calendar//EN', 'CALSCALE:GREGORIAN', 'METHOD:PUBLISH', `X-WR-CALNAME:${escapedText(name)}`, 'REFRESH-INTERVAL;VALUE=DURATION:PT15M',
    ...[...zones].sort().flatMap((zone) => timeZoneLines(zone, first, last)),
    ...alone.flatMap((item) => event(item, item.id)),
    ...series.flatMap((each) => seriesEvents(each, items.filter(({ seriesId }) => seriesId === each.id))),
    'END:VCALENDAR',
  ]);
}

function seriesEvents(series: CalendarSeries, items: readonly CalendarItem[]): string[] {
  const ordered = [...items].sort((a, b) => (a.slot! < b.slot! ? -1 : 1));
  const kept = ordered.filter(({ isDeleted, isTheirs, state }) => isTheirs && !isDeleted && state !== 'cancelled');
  // Whoever has no part in the last of them has none in those to come: the rule is not theirs.
  if (!ordered.at(-1)?.isTheirs) return kept.flatMap((item) => event(item, item.id));
  const gone = ordered.filter((item) => !kept.includes(item));
  const usual = mostUsual(kept);
  if (!usual) return [];
  const beginning = series.startsAt ? slotOfMoment(series.startsAt, series.zone!) : series.day!;
  const master: CalendarItem = { ...usual, ...at(beginning, series.zone, usual), state: 'open' };
  const until = untilOf(series.rule);
  const rule = until ? series.rule.replace(/UNTIL=[^;]*/, `UNTIL=${series.zone ? `${stampOf(instantAt(Date.parse(`${until}T23:59:59Z`), series.zone))}Z` : until.replaceAll('-', '')}`) : series.rule;
  const exceptions = gone.map(({ slot }) => timeLine('EXDATE', slot!, series.zone));
  const changed = kept.filter((item) => contentOf(item) !== contentOf({ ...master, ...at(item.slot!, series.zone, usual), state: item.state }));
  return [
    ...event(master, series.id, [`RRULE:${rule}`, ...exceptions]),
    ...changed.flatMap((item) => event(item, series.id, [timeLine('RECURRENCE-ID', item.slot!, series.zone)])),
  ];
}

/** What most of them look like is what the rule stands for. */
function mostUsual(items: readonly CalendarItem[]): CalendarItem | undefined {
  const look = ({ title, kind, duration, location, description }: CalendarItem) => JSON.stringify([title, kind, duration, location, description]);
  const votes = new Map<string, number>();
  for (const item of items) votes.set(look(item), (votes.get(look(item)) ?? 0) + 1);
  return [...items].sort((a, b) => votes.get(look(b))! - votes.get(look(a))!)[0];
}

function at(slot: Slot, zone: string | null, like: CalendarItem): Pick<CalendarItem, 'startsAt' | 'zone' | 'day' | 'lastDay'> {
  if (zone) return { startsAt: momentOfSlot(slot, zone), zone, day: null, lastDay: null };
  const days = like.day && like.lastDay ? (Date.parse(like.lastDay) - Date.parse(like.day)) / 86_400_000 : null;
  return { startsAt: null, zone: null, day: slot, lastDay: days === null ? null : addTo(slot, days, 'day') };
}

function contentOf({ title, kind, startsAt, zone, duration, day, lastDay, location, description }: CalendarItem): string {
  return JSON.stringify([title, kind, startsAt && new Date(startsAt).toISOString(), zone, duration, day, lastDay, location, description]);
}

function event(item: CalendarItem, uid: string, more: readonly string[] = []): string[] {
  const { title, kind, state, startsAt, zone, duration, day, lastDay, location, description, updatedAt, version, attendees } = item;
  if (!startsAt && !day) return [];
  const starts = startsAt ? slotOfMoment(startsAt, zone!) : day!;
  const ends = startsAt ? slotOfMoment(new Date(Date.parse(startsAt) + (duration ?? (kind === 'task' ? 0 : AN_HOUR)) * 1_000).toISOString(), zone!) : addTo(lastDay ?? day!, 1, 'day');
  return [
    'BEGIN:VEVENT', `UID:${uid}@tessera`, `DTSTAMP:${stampOf(Date.parse(updatedAt))}Z`, `SEQUENCE:${version}`,
    timeLine('DTSTART', starts, zone), timeLine('DTEND', ends, zone), ...more, `SUMMARY:${escapedText(title)}`,
    ...(location ? [`LOCATION:${escapedText(location)}`] : []),
    ...(description ? [`DESCRIPTION:${escapedText(description)}`] : []),
    `STATUS:${state === 'cancelled' ? 'CANCELLED' : 'CONFIRMED'}`, `TRANSP:${kind === 'task' ? 'TRANSPARENT' : 'OPAQUE'}`, `CATEGORIES:${escapedText(kind.toUpperCase())}`,
    ...attendees.map(({ name, address, answer }) => `ATTENDEE;${name ? `CN=${quotedParameter(name)};` : ''}PARTSTAT=${PARTSTAT[answer] ?? 'NEEDS-ACTION'}:mailto:${address}`),
    'END:VEVENT',
  ];
}

function timeLine(name: string, slot: Slot, zone: string | null): string {
  return zone ? `${name};TZID=${zone}:${slot.replaceAll(/[-:]/g, '')}` : `${name};VALUE=DATE:${slot.replaceAll('-', '')}`;
}
