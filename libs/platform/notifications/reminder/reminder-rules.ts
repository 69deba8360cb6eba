import { Injectable } from '@nestjs/common';
import type { Row } from '#kernel/gate/predicate.js';
import { instantOf } from '#kernel/field/moment.js';
import { After, Before, type Change } from '#kernel/pipeline/hooks.js';
import { About } from '#platform/about/about.js';
import { Work } from '#platform/work/work.js';
import { Reminder } from './reminder.js';
import { remind } from './remind.work.js';

@Injectable()
export class ReminderRules {
  constructor(
    private readonly about: About,
    private readonly work: Work,
  ) {}

  @Before(Reminder)
  async check(changes: Change[]): Promise<void> {
    await this.about.check(changes);
    for (const { before, after, set } of changes) {
      // Whoever gives it another time wants to be reminded again.
      if (before && after && instantOf(before.at) !== instantOf(after.at) && after.state === before.state && after.state === 'due') set('state', 'waiting');
    }
  }

  @After(Reminder)
  async plan(changes: Change[]): Promise<void> {
    const waiting = changes.flatMap(({ before, after }) => (after?.state === 'waiting' ? [{ ...after, change: Number(before?.version ?? 0) + 1 }] : []));
    await this.work.plan(waiting.map(({ id, at, ownerId, change }: Row & { change: number }) => ({
      kind: remind, effectKey: `${id as string}#${change}`, about: { reminderId: id as string, at: at as string }, at: new Date(at as string), as: ownerId as string,
    })));
  }
}
