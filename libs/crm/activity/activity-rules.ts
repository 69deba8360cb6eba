import { Injectable } from '@nestjs/common';
import { factStatement } from '#kernel/pipeline/facts.js';
import { After, Before, type Change } from '#kernel/pipeline/hooks.js';
import { currentScope } from '#kernel/tenancy/scope.js';
import { Tenancy } from '#kernel/tenancy/tenancy.js';
import { About } from '#platform/about/about.js';
import { factWords } from '#platform/audit/fact-words.js';
import { Activity } from './activity.js';

factWords({ 'activity.completed': '{actor} completed the activity', 'activity.cancelled': '{actor} called the activity off', 'activity.reopened': '{actor} took the activity up again' });
const TOLD = { done: 'activity.completed', cancelled: 'activity.cancelled', open: 'activity.reopened' } as const;

@Injectable()
export class ActivityRules {
  constructor(
    private readonly about: About,
    private readonly tenancy: Tenancy,
  ) {}

  @Before(Activity)
  async check(changes: Change[]): Promise<void> {
    await this.about.check(changes);
    for (const { before, after, set, complain } of changes) {
      if (!after) continue;
      if (after.startsAt && after.day) complain('day', 'time', 'It begins at a time or is on a day: leave one of both empty.');
      if (after.duration && !after.startsAt) complain('duration', 'time', 'Only what begins at a time has a length.');
      if (after.lastDay && (!after.day || (after.lastDay as string) < (after.day as string))) complain('lastDay', 'time', 'Must not be before its first day.');
      if (after.remindBefore !== null && after.remindBefore !== undefined && !after.startsAt && !after.day) complain('remindBefore', 'time', 'Say when it is, to be reminded of it.');
      if ((before?.state ?? 'open') !== after.state) set('completedAt', after.state === 'done' ? currentScope().clock.now().toISOString() : null);
    }
  }

  @After(Activity)
  async tell(changes: Change[]): Promise<void> {
    for (const { kind, before, after } of changes) {
      if (!after || kind === 'delete' || (before?.state ?? 'open') === after.state) continue;
      const fact = TOLD[after.state as keyof typeof TOLD];
      await this.tenancy.write(factStatement(fact, 'activity', after.id as string, { kind: after.kind!, outcome: after.outcome ?? null }));
    }
  }
}
