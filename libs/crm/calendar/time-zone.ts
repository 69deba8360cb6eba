import { localTime } from '#kernel/field/zone.js';
import { stampOf } from './lines.js';

const HOUR_MS = 3_600_000;
const STEP_MS = 7 * 24 * HOUR_MS;

interface Transition {
  at: number;
  before: number;
  after: number;
}

/** A VTIMEZONE for what happens in this time: each change of the clocks by itself, as the zone has it. */
export function timeZoneLines(zone: string, fromMs: number, untilMs: number): string[] {
  const start = fromMs - 366 * 24 * HOUR_MS;
  const transitions = transitionsOf(zone, start, untilMs);
  const offset = offsetAt(start, zone);
  return ['BEGIN:VTIMEZONE', `TZID:${zone}`, ...observance(start + offset, offset, offset), ...transitions.flatMap(({ at, before, after }) => observance(at + before, before, after)), 'END:VTIMEZONE'];
}

function observance(shownMs: number, before: number, after: number): string[] {
  const kind = after > before ? 'DAYLIGHT' : 'STANDARD';
  return [`BEGIN:${kind}`, `DTSTART:${stampOf(shownMs)}`, `TZOFFSETFROM:${offsetText(before)}`, `TZOFFSETTO:${offsetText(after)}`, `END:${kind}`];
}

function transitionsOf(zone: string, fromMs: number, untilMs: number): Transition[] {
  const found: Transition[] = [];
  for (let at = fromMs; at < untilMs; at += STEP_MS) {
    const [before, after] = [offsetAt(at, zone), offsetAt(at + STEP_MS, zone)];
    if (before !== after) found.push({ at: between(zone, at, at + STEP_MS, before), before, after });
  }
  return found;
}

/** To the second. */
function between(zone: string, low: number, high: number, before: number): number {
  let [from, until] = [low, high];
  while (until - from > 1_000) {
    const middle = Math.floor((from + until) / 2_000) * 1_000;
    if (offsetAt(middle, zone) === before) from = middle;
    else until = middle;
  }
  return until;
}

function offsetAt(instantMs: number, zone: string): number {
  const second = Math.floor(instantMs / 1_000) * 1_000;
  return localTime(second, zone) - second;
}

function offsetText(offset: number): string {
  const minutes = Math.round(Math.abs(offset) / 60_000);
  return `${offset < 0 ? '-' : '+'}${String(Math.floor(minutes / 60)).padStart(2, '0')}${String(minutes % 60).padStart(2, '0')}`;
}
