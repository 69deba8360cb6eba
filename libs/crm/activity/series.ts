import { Injectable } from '@nestjs/common';
import type { Json } from '#kernel/field/field.js';
import type { ZonedMoment } from '#kernel/field/moment.js';
import { Conflict, Invalid } from '#kernel/pipeline/problem.js';
import { ReadDoor } from '#kernel/pipeline/read.js';
import { WriteDoor } from '#kernel/pipeline/write.js';
import { Registry } from '#kernel/resource/registry.js';
import { currentOrganizationId } from '#kernel/tenancy/scope.js';
import { Tenancy } from '#kernel/tenancy/tenancy.js';
import { Work } from '#platform/work/work.js';
import { Activity } from './activity.js';
import { ActivitySeries } from './activity-series.js';
import { Attendees } from './attendees.js';
import { continuedFrom, dayOf, endedBefore, momentOfSlot, ruleFault, slotOfMoment, slotsOf, type Slot } from './recurrence.js';
import { extendSeries } from './extend-series.work.js';
import { bindToSeries, isFirstOccurrence, openOccurrences, type Occurrence } from './series.query.js';

/** Made at once; the rest follows when half of these have been. */
const MADE_AT_ONCE = 60;
const COPIED = ['title', 'kind', 'duration', 'priority', 'location', 'description', 'remindBefore', 'subject', 'recordId', 'ownerId'] as const;

export interface Series {
  id: string;
  rule: string;
  startsAt: ZonedMoment | null;
  day: string | null;
  ownerId: string | null;
}

/** Activities that come again: each time is a record of its own, made some way ahead. Under the rights of whoever asks. */
@Injectable()
export class SeriesKeeper {
  constructor(
    private readonly registry: Registry,
    private readonly read: ReadDoor,
    private readonly write: WriteDoor,
    private readonly tenancy: Tenancy,
    private readonly work: Work,
    private readonly attendees: Attendees,
  ) {}

  /** The activity becomes the first of them. */
  async begin(activity: Activity, rule: string): Promise<void> {
    const fault = ruleFault(rule);
    if (fault) throw new Invalid([{ at: 'rule', rule: 'rule', say: fault }]);
    if (!activity.startsAt && !activity.day) throw new Invalid([{ at: 'rule', rule: 'time', say: 'What comes again must have a time or a day.' }]);
    const series = await this.create(rule, activity.startsAt, activity.day, activity.ownerId);
    await this.bind(series, [{ id: activity.id, slot: slotOf(activity) }]);
    await this.extend(series, slotOf(activity), activity);
  }

  /** Makes the next ones after this slot, like the model. */
  async extend(series: Series, after: Slot, model: Activity): Promise<number> {
    const slots = slotsOf(series.rule, beginningOf(series), after, MADE_AT_ONCE);
    const copied = Object.fromEntries(COPIED.map((name) => [name, model[name] as Json]));
    const length = model.lastDay && model.day ? (Date.parse(model.lastDay) - Date.parse(model.day)) / 86_400_000 : null;
    const made: Occurrence[] = [];
    for (const slot of slots) {
      const time: { [field: string]: Json } = series.startsAt ? { startsAt: { at: momentOfSlot(slot, series.startsAt.zone), zone: series.startsAt.zone } } : { day: slot, lastDay: length === null ? null : new Date(Date.parse(slot) + length * 86_400_000).toISOString().slice(0, 10) };
      made.push({ id: (await this.created(Activity, { ...copied, ...time })).id, slot });
    }
    await this.bind(series, made);
    await this.attendees.copy(model.id, made.map(({ id }) => id));
    const middle = made[Math.floor(made.length / 2)];
    if (made.length === MADE_AT_ONCE) await this.work.plan([{ kind: extendSeries, effectKey: `${series.id} ${made.at(-1)!.slot}`, about: { seriesId: series.id }, at: new Date(`${dayOf(middle!.slot)}T00:00:00Z`), as: series.ownerId }]);
    return made.length;
  }

  /** `following` parts the series in two, so that what has been stays as it was. */
  async change(activity: Activity, scope: 'following' | 'all', { values, time, rule }: { values: { [field: string]: Json }; time?: string; rule?: string }): Promise<void> {
    const fault = rule === undefined ? null : ruleFault(rule);
    if (fault) throw new Invalid([{ at: 'rule', rule: 'rule', say: fault }]);
    const whole = await this.of(activity);
    if (rule !== undefined && scope === 'all') throw new Invalid([{ at: 'scope', rule: 'scope', say: 'Another rule holds from one of them on: what has been stays as it was.' }]);
    if (time !== undefined && !whole.startsAt) throw new Invalid([{ at: 'time', rule: 'time', say: 'It takes whole days: there is no time of day to change.' }]);
    const from = scope === 'following' ? activity.slot! : '';
    const open = await this.open(whole.id, from);
    const series = scope === 'following' ? await this.parted(whole, activity.slot!, open) : whole;
    if (time !== undefined) await this.shift(series, time, open);
    if (Object.keys(values).length > 0) for (const { id } of open) await this.write.update(this.registry.of(Activity), id, values);
    if (rule !== undefined) await this.renew(series, rule, open);
    if (values.ownerId !== undefined) await this.write.update(this.registry.of(ActivitySeries), series.id, { ownerId: values.ownerId });
  }

  async end(activity: Activity, scope: 'following' | 'all'): Promise<void> {
    const series = await this.of(activity);
    const from = scope === 'following' ? activity.slot! : '';
    for (const { id } of await this.open(series.id, from)) await this.write.update(this.registry.of(Activity), id, { state: 'cancelled' });
    await this.write.update(this.registry.of(ActivitySeries), series.id, { rule: endedBefore(series.rule, scope === 'following' ? activity.slot! : beginningOf(series)) });
  }

  async byId(id: string): Promise<Series> {
    return JSON.parse((await this.read.get(this.registry.of(ActivitySeries), id)).json) as Series;
  }

  private async of({ seriesId, slot }: Activity): Promise<Series> {
    if (!seriesId || !slot) throw new Conflict('It does not belong to a series: change it by itself.');
    return this.byId(seriesId);
  }

  private open(seriesId: string, from: Slot): Promise<Occurrence[]> {
    return this.tenancy.read<Occurrence>(openOccurrences(currentOrganizationId(), seriesId, from));
  }

  private async parted(whole: Series, slot: Slot, following: readonly Occurrence[]): Promise<Series> {
    const earlier = await this.tenancy.read(isFirstOccurrence(currentOrganizationId(), whole.id, slot));
    if (earlier.length === 0) return whole;
    const beginning = whole.startsAt ? { at: momentOfSlot(slot, whole.startsAt.zone), zone: whole.startsAt.zone } : null;
    const rest = await this.create(continuedFrom(whole.rule, beginningOf(whole), slot), beginning, beginning ? null : slot, whole.ownerId);
    await this.write.update(this.registry.of(ActivitySeries), whole.id, { rule: endedBefore(whole.rule, slot) });
    await this.bind(rest, following);
    return rest;
  }

  /** What was moved by itself stays where it was put. */
  private async shift(series: Series, time: string, open: readonly Occurrence[]): Promise<void> {
    const { zone } = series.startsAt!;
    const at = (slot: Slot) => `${dayOf(slot)}T${time}:00`;
    const noun = this.registry.of(Activity);
    for (const { id, slot } of open) {
      const { startsAt } = JSON.parse((await this.read.get(noun, id)).json) as Activity;
      if (startsAt && slotOfMoment(startsAt.at, zone) === slot) await this.write.update(noun, id, { startsAt: { at: momentOfSlot(at(slot), zone), zone } });
    }
    await this.write.update(this.registry.of(ActivitySeries), series.id, { startsAt: { at: momentOfSlot(at(beginningOf(series)), zone), zone } });
    await this.bind(series, open.map(({ id, slot }) => ({ id, slot: at(slot) })));
    series.startsAt = { at: momentOfSlot(at(beginningOf(series)), zone), zone };
  }

  /** The first of them stays; the others make room for those of the new rule. */
  private async renew(series: Series, rule: string, open: readonly Occurrence[]): Promise<void> {
    const [first, ...others] = open;
    if (!first) throw new Conflict('None of them is still to come.');
    for (const { id } of others) await this.write.delete(this.registry.of(Activity), id);
    const model = JSON.parse((await this.read.get(this.registry.of(Activity), first.id)).json) as Activity;
    await this.write.update(this.registry.of(ActivitySeries), series.id, { rule });
    await this.extend({ ...series, rule }, model.slot!, model);
  }

  private bind(series: Series, places: readonly Occurrence[]): Promise<unknown> {
    return this.tenancy.write(bindToSeries(currentOrganizationId(), series.id, places));
  }

  private create(rule: string, startsAt: ZonedMoment | null, day: string | null, ownerId: string | null): Promise<Series> {
    return this.created(ActivitySeries, { rule, startsAt: startsAt as unknown as Json, day, ownerId }) as unknown as Promise<Series>;
  }

  private async created<T extends object>(noun: new () => T, values: { [field: string]: Json }): Promise<T> {
    return JSON.parse((await this.write.create(this.registry.of(noun), values)).json) as T;
  }
}

function beginningOf({ startsAt, day }: Pick<Series, 'startsAt' | 'day'>): Slot {
  return startsAt ? slotOfMoment(startsAt.at, startsAt.zone) : day!;
}

function slotOf({ startsAt, day }: Activity): Slot {
  return beginningOf({ startsAt, day });
}
