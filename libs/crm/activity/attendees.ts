import { Injectable } from '@nestjs/common';
import { After, Before, type Change } from '#kernel/pipeline/hooks.js';
import { NotFound } from '#kernel/pipeline/problem.js';
import { ReadDoor } from '#kernel/pipeline/read.js';
import { Registry } from '#kernel/resource/registry.js';
import { actorIdOf, currentOrganizationId, currentScope } from '#kernel/tenancy/scope.js';
import { Tenancy } from '#kernel/tenancy/tenancy.js';
import { About } from '#platform/about/about.js';
import { defineNotification } from '#platform/notifications/notification-type.js';
import { telling } from '#platform/notifications/notify.work.js';
import { Work } from '#platform/work/work.js';
import { ActivityAttendee } from './activity-attendee.js';
import { Activity } from './activity.js';
import { answerFor, copyAttendees } from './attendee.query.js';

export const activityInvited = defineNotification({ name: 'activity.invited', label: 'Somebody invites you', say: '{actor} invited you: {note}', channels: ['in-app', 'mail', 'push'] });

@Injectable()
export class Attendees {
  constructor(
    private readonly registry: Registry,
    private readonly read: ReadDoor,
    private readonly tenancy: Tenancy,
    private readonly work: Work,
    private readonly about: About,
  ) {}

  @Before(ActivityAttendee)
  async check(changes: Change[]): Promise<void> {
    await this.about.check(changes);
  }

  @After(ActivityAttendee, { create: true })
  async invite(changes: Change[]): Promise<void> {
    const actorId = actorIdOf(currentScope().actor);
    for (const { after } of changes) {
      if (after?.subject !== 'member') continue;
      const { title } = JSON.parse((await this.read.get(this.registry.of(Activity), after.activityId as string, { fields: 'title' })).json) as Activity;
      await this.work.plan([telling({ effectKey: `invited:${after.activityId as string}`, memberId: after.recordId as string, type: activityInvited, actorId, note: title })]);
    }
  }

  async copy(fromId: string, toIds: readonly string[]): Promise<void> {
    const { actor, clock } = currentScope();
    await this.tenancy.write(copyAttendees(currentOrganizationId(), fromId, toIds, actorIdOf(actor), clock.now()));
  }

  /** Everybody answers for themselves, whatever else they may do with the activity. */
  async answer(activityId: string, answer: string): Promise<void> {
    const { actor, clock } = currentScope();
    const answered = 'memberId' in actor ? await this.tenancy.write(answerFor(currentOrganizationId(), activityId, actor.memberId, answer, clock.now())) : [];
    if (answered.length === 0) throw new NotFound('You are not invited to it.');
  }
}
