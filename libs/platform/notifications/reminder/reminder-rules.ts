import { Injectable } from '@nestjs/common';
import type { Row } from '#kernel/gate/predicate.js';
import { instantOf } from '#kernel/field/moment.js';
import { After, Before, type Change } from '#kernel/pipeline/hooks.js';
import { Nouns } from '#kernel/resource/custom-fields.js';
import { didYouMean } from '#kernel/resource/names.js';
import { isUuid } from '#kernel/tenancy/uuid.js';
import { Telling } from '#platform/ledger/telling.js';
import { Work } from '#platform/work/work.js';
import { Reminder } from './reminder.js';
import { remind } from './remind.work.js';

@Injectable()
export class ReminderRules {
  constructor(
    private readonly nouns: Nouns,
    private readonly telling: Telling,
    private readonly work: Work,
  ) {}

  @Before(Reminder)
  async check(changes: Change[]): Promise<void> {
    for (const { kind, before, after, set, complain } of changes) {
      if (!after || kind === 'delete') continue;
      const [subject, recordId] = [after.subject ?? null, after.recordId ?? null] as (string | null)[];
      if (subject === null || recordId === null) {
        if (subject !== recordId) complain('recordId', 'together', 'Name both the noun and the id of the record, or neither.');
      } else if (subject !== before?.subject || recordId !== before?.recordId) await this.checkRecord(subject!, recordId!, complain);
      // Whoever gives it another time wants to be reminded again.
      if (before && instantOf(before.at) !== instantOf(after.at) && after.state === before.state && after.state === 'due') set('state', 'waiting');
    }
  }

  @After(Reminder)
  async plan(changes: Change[]): Promise<void> {
    const waiting = changes.flatMap(({ before, after }) => (after?.state === 'waiting' ? [{ ...after, change: Number(before?.version ?? 0) + 1 }] : []));
    await this.work.plan(waiting.map(({ id, at, ownerId, change }: Row & { change: number }) => ({
      kind: remind, effectKey: `${id as string}#${change}`, about: { reminderId: id as string, at: at as string }, at: new Date(at as string), as: ownerId as string,
    })));
  }

  private async checkRecord(subject: string, recordId: string, complain: Change['complain']): Promise<void> {
    const { resources } = await this.nouns.here();
    if (!resources.some(({ name }) => name === subject)) return complain('subject', 'unknown', `Is not a noun.${didYouMean(subject, resources.map(({ name }) => name))}`);
    if (!isUuid(recordId) || !(await this.telling.isReadable(subject, recordId))) complain('recordId', 'exists', 'There is no such record, or you may not see it.');
  }
}
