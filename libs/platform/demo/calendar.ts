import type { Chance } from './chance.js';

const DAY_MS = 24 * 60 * 60 * 1_000;
const HOUR_MS = 60 * 60 * 1_000;
const DAYS_BACK = 548;

/** Moments of the last eighteen months: working hours more than evenings, more of them lately than at the beginning. */
export class DemoCalendar {
  constructor(readonly now: Date) {}

  get beginning(): Date {
    return new Date(this.now.getTime() - DAYS_BACK * DAY_MS);
  }

  /** Some working moment after `since`, never in the future. */
  moment(chance: Chance, since: Date = this.beginning): Date {
    const span = this.now.getTime() - since.getTime();
    return this.working(chance, new Date(this.now.getTime() - span * (1 - chance.next() ** 0.75)));
  }

  /** Soon after: within so many days. */
  after(chance: Chance, start: Date, days: number): Date {
    return this.working(chance, new Date(start.getTime() + chance.next() ** 2 * days * DAY_MS), start);
  }

  /** How old it is, from 0 (now) to 1 (eighteen months). */
  age(at: Date): number {
    return Math.min(1, (this.now.getTime() - at.getTime()) / (DAYS_BACK * DAY_MS));
  }

  private working(chance: Chance, day: Date, least: Date = this.beginning): Date {
    const midnight = Math.floor(day.getTime() / DAY_MS) * DAY_MS;
    const weekday = new Date(midnight).getUTCDay();
    const shift = chance.yes(0.9) ? { 0: 1, 6: 2 }[weekday] ?? 0 : 0;
    const hour = 7 + ((chance.next() + chance.next()) / 2) * 11;
    const moment = midnight + shift * DAY_MS + hour * HOUR_MS;
    const latest = this.now.getTime() - chance.next() * HOUR_MS;
    return new Date(Math.max(least.getTime(), Math.min(moment, latest)));
  }
}
