import type { Condition, Json, Row } from '../../../api/records.js';
import { instantOf, wallTime } from '../../../kernel/fields/wall-time.js';
import { shiftDay } from '../../../kernel/list/month.js';

/** An activity where it stands in a calendar. */
export interface Item {
  row: Row;
  day: string;
  lastDay: string;
  /** Of the day at which it begins; null for whole days. */
  minute: number | null;
  /** In minutes. */
  length: number;
}

export interface Placed {
  item: Item;
  lane: number;
  lanes: number;
}

/** Those for which there was no lane left. */
export interface Gathered {
  minute: number;
  length: number;
  items: readonly Item[];
}

const SHORTEST = 30;
const DAY = 1_440;

export function within(first: string, last: string, zone: string): Condition {
  const both = (field: string, from: string, other: string, to: string): Condition => ({ and: [{ field, operator: 'gte', value: from }, { field: other, operator: 'lte', value: to }] });
  return { or: [both('startsAt', instantOf(`${first}T00:00`, zone), 'startsAt', instantOf(`${last}T23:59`, zone)), both('day', first, 'day', last), both('lastDay', first, 'day', last)] };
}

export function itemOf(row: Row, zone: string): Item[] {
  const at = (row['startsAt'] as { at?: string } | null | undefined)?.at;
  if (!at) return typeof row['day'] === 'string' ? [{ row, day: row['day'], lastDay: String(row['lastDay'] ?? row['day']), minute: null, length: DAY }] : [];
  const [day, time] = wallTime(at, zone).split('T') as [string, string];
  const minute = Number(time.slice(0, 2)) * 60 + Number(time.slice(3));
  return [{ row, day, lastDay: day, minute, length: Math.max(SHORTEST, Number(row['duration'] ?? 0) / 60) }];
}

/** What is on a day: whole days first, of them what is still open, then by time. */
export function itemsOn(day: string, items: readonly Item[]): Item[] {
  return items.filter((item) => item.day <= day && day <= item.lastDay).sort((a, b) => (a.minute ?? -1) - (b.minute ?? -1) || Number(a.row['state'] === 'done') - Number(b.row['state'] === 'done'));
}

/** Side by side whatever overlaps, in so many lanes at most; the last of them says how many more there are. */
export function placed(items: readonly Item[], most: number): { shown: Placed[]; gathered: Gathered[] } {
  const [shown, gathered]: [Placed[], Gathered[]] = [[], []];
  let group: { item: Item; lane: number }[] = [];
  let ends: number[] = [];
  const close = () => {
    const lanes = Math.min(ends.length, most);
    const fits = (lane: number) => ends.length <= most || lane < most - 1;
    shown.push(...group.filter(({ lane }) => fits(lane)).map((each) => ({ ...each, lanes })));
    for (const several of touching(group.flatMap(({ item, lane }) => (fits(lane) ? [] : [item])))) {
      if (several.items.length > 1) gathered.push(several);
      else shown.push({ item: several.items[0]!, lane: most - 1, lanes });
    }
    [group, ends] = [[], []];
  };
  for (const item of items) {
    const begin = item.minute!;
    if (ends.every((end) => end <= begin)) close();
    const free = ends.findIndex((end) => end <= begin);
    const lane = free < 0 ? ends.length : free;
    ends[lane] = begin + item.length;
    group.push({ item, lane });
  }
  close();
  return { shown, gathered };
}

function touching(items: readonly Item[]): Gathered[] {
  const result: { minute: number; length: number; items: Item[] }[] = [];
  for (const item of items) {
    const [last, minute] = [result.at(-1), item.minute!];
    if (last && minute < last.minute + last.length) {
      last.items.push(item);
      last.length = Math.max(last.length, minute + item.length - last.minute);
    } else result.push({ minute, length: item.length, items: [item] });
  }
  return result;
}

export function startAt(day: string, minute: number, zone: string): Json {
  const wall = `${day}T${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
  return { at: instantOf(wall, zone), zone };
}

export function daysFrom(first: string, last: string): number {
  return Math.round((Date.parse(last) - Date.parse(first)) / 86_400_000);
}

/** What is saved when it goes to another day or time; whole days keep their number. */
export function movedTo({ row, day: from, lastDay, minute: was }: Item, day: string, minute: number | null, zone: string): Record<string, Json> {
  if (was === null) return { day, ...(row['lastDay'] !== null && row['lastDay'] !== undefined && { lastDay: shiftDay(day, daysFrom(from, lastDay)) }) };
  return { startsAt: startAt(day, minute ?? was, zone) };
}

export function placeOf({ row: { startsAt = null, day = null, lastDay = null }, minute }: Item): Record<string, Json> {
  return minute === null ? { day, lastDay } : { startsAt };
}
