import { Injectable } from '@nestjs/common';
import { NotFound } from '#kernel/pipeline/problem.js';
import { ReadDoor } from '#kernel/pipeline/read.js';
import { WriteDoor } from '#kernel/pipeline/write.js';
import { Registry } from '#kernel/resource/registry.js';
import { defineWork, Does, type WorkHandler, type WorkInHand } from '#platform/work/work-kind.js';
import { reminderDue } from '../notification-type.js';
import { Notifier } from '../notifier.js';
import { Reminder } from './reminder.js';

type RemindIds = { reminderId: string; at: string };
type Shown = Pick<Reminder, 'text' | 'at' | 'state' | 'subject' | 'recordId'>;

export const remind = defineWork<RemindIds>({ queue: 'notifications', name: 'remind', atomic: true });

/** Reminds whoever's it is, unless it was put off, done or deleted in the meantime. */
@Injectable()
@Does(remind)
export class Remind implements WorkHandler<RemindIds> {
  constructor(
    private readonly registry: Registry,
    private readonly read: ReadDoor,
    private readonly write: WriteDoor,
    private readonly notifier: Notifier,
  ) {}

  async do({ about: { reminderId, at }, effectKey }: WorkInHand<RemindIds>): Promise<string> {
    const noun = this.registry.of(Reminder);
    const found = await this.read.get(noun, reminderId).catch((error: unknown) => {
      if (error instanceof NotFound) return null;
      throw error;
    });
    if (!found) return 'It is gone.';
    const reminder = JSON.parse(found.json) as Shown;
    if (reminder.state !== 'waiting' || Date.parse(reminder.at) !== Date.parse(at)) return 'It was put off, or is done.';
    await this.write.update(noun, reminderId, { state: 'due' });
    const { subject, recordId, text } = reminder;
    return this.notifier.tell({ type: reminderDue.name, subject: subject ?? 'reminder', recordId: recordId ?? reminderId, actorId: null, note: text }, effectKey);
  }
}
