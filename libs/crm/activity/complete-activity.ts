import { IsBoolean, IsIn, IsOptional, IsString, MaxLength } from 'class-validator';
import { Conflict, Invalid } from '#kernel/pipeline/problem.js';
import type { Act } from '#kernel/pipeline/act.js';
import { Action } from '#kernel/resource/verb.js';
import { Communication, type CHANNELS } from '../communication/communication.js';
import { Activity, OUTCOMES } from './activity.js';

const CHANNEL_OF: { readonly [kind: string]: keyof typeof CHANNELS } = { call: 'call', meeting: 'meeting', appointment: 'meeting' };

class CompleteActivityInput {
  @IsOptional() @IsIn(Object.keys(OUTCOMES)) outcome?: string;
  @IsOptional() @IsString() @MaxLength(20_000) note?: string;
  /** Writes a call or a meeting down among the communications of the record that it was about. */
  @IsOptional() @IsBoolean() log?: boolean;
}

@Action(Activity, 'complete', { input: CompleteActivityInput, say: 'Complete activity' })
export class CompleteActivity {
  async run(activity: Activity, { outcome, note, log }: CompleteActivityInput, { rows }: Act): Promise<void> {
    if (activity.state !== 'open') throw new Conflict(`It is ${activity.state} already.`);
    await rows.update(Activity, activity.id, { state: 'done', ...(outcome && { outcome }), ...(note && { outcomeNote: note }) });
    if (!log) return;
    const channel = CHANNEL_OF[activity.kind];
    if (!channel || !activity.subject || !activity.recordId) throw new Invalid([{ at: 'log', rule: 'log', say: 'Only a call or a meeting that is about a record can be written down there.' }]);
    const { title, duration, subject, recordId } = activity;
    await rows.create(Communication, { title, channel, at: activity.startsAt?.at ?? null, duration, subject, recordId, ...(outcome && { outcome }), ...(note && { body: note }) });
  }
}
