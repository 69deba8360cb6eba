import { IsIn, IsObject, IsOptional, IsString, Length, Matches } from 'class-validator';
import type { Json } from '#kernel/field/field.js';
import { Conflict } from '#kernel/pipeline/problem.js';
import { Action } from '#kernel/resource/verb.js';
import { Activity } from './activity.js';
import { SeriesKeeper } from './series.js';

const SCOPES = ['following', 'all'] as const;

class RepeatInput {
  /** As RFC 5545 writes it: FREQ=WEEKLY;BYDAY=TU. */
  @IsString() @Length(8, 500) rule!: string;
}

class ChangeSeriesInput {
  /** This one and those after it, or all that are still open. To change this one alone, change the activity. */
  @IsIn(SCOPES) scope!: (typeof SCOPES)[number];
  @IsOptional() @IsObject() values?: { [field: string]: Json };
  /** Another time of day, such as 14:30, in the zone of the series. */
  @IsOptional() @Matches(/^([01]\d|2[0-3]):[0-5]\d$/) time?: string;
  @IsOptional() @IsString() @Length(8, 500) rule?: string;
}

class EndSeriesInput {
  @IsIn(SCOPES) scope!: (typeof SCOPES)[number];
}

@Action(Activity, 'repeat', { input: RepeatInput, say: 'Repeat activity' })
export class RepeatActivity {
  constructor(private readonly series: SeriesKeeper) {}

  async run(activity: Activity, { rule }: RepeatInput): Promise<void> {
    if (activity.seriesId) throw new Conflict('It is one of a series already: change that.');
    await this.series.begin(activity, rule);
  }
}

@Action(Activity, 'change-series', { input: ChangeSeriesInput, say: 'Change series' })
export class ChangeSeries {
  constructor(private readonly series: SeriesKeeper) {}

  run(activity: Activity, { scope, values = {}, time, rule }: ChangeSeriesInput): Promise<void> {
    return this.series.change(activity, scope, { values, time, rule });
  }
}

/** What has been done stays. To call off this one alone, change or delete the activity. */
@Action(Activity, 'end-series', { input: EndSeriesInput, say: 'End series' })
export class EndSeries {
  constructor(private readonly series: SeriesKeeper) {}

  run(activity: Activity, { scope }: EndSeriesInput): Promise<void> {
    return this.series.end(activity, scope);
  }
}
