import { Injectable } from '@nestjs/common';
import type { Json } from '#kernel/field/field.js';
import { instantAt } from '#kernel/field/zone.js';
import { Gate } from '#kernel/gate/gate.js';
import type { Row } from '#kernel/gate/predicate.js';
import { After, type Change } from '#kernel/pipeline/hooks.js';
import { currentOrganizationId, currentScope } from '#kernel/tenancy/scope.js';
import { Tenancy } from '#kernel/tenancy/tenancy.js';
import { About } from '#platform/about/about.js';
import { reminderDue } from '#platform/notifications/notification-type.js';
import { Notifier } from '#platform/notifications/notifier.js';
import { defineWork, Does, type WorkHandler, type WorkInHand } from '#platform/work/work-kind.js';
import { Work, type Plan } from '#platform/work/work.js';
import { ActivityAttendee } from './activity-attendee.js';
import { Activity } from './activity.js';
import { membersComing, openActivity, type Due } from './attendee.query.js';

type Ids = { activityId: string; start: string; before: number };

export const remindOfActivity = defineWork<Ids>({ queue: 'notifications', name: 'remind-of-activity', product: 'sales', atomic: true });

const NINE = 'T09:00:00Z';

/** One for each time that it has and each of those who are coming. What is moved gets another one; the old one finds that its time has gone. */
@Injectable()
export class ActivityReminders {
  constructor(
    private readonly tenancy: Tenancy,
    private readonly gate: Gate,
    private readonly work: Work,
  ) {}

  @After(Activity)
  async plan(changes: Change[]): Promise<void> {
    const due = changes.flatMap(({ kind, after }) => (kind !== 'delete' && after?.state === 'open' && after.remindBefore !== null && after.remindBefore !== undefined ? [after] : []));
    if (due.length === 0) return;
    const coming = await this.tenancy.read<{ activityId: string; memberId: string }>(membersComing(currentOrganizationId(), due.map(({ id }) => id as string)));
    const plans: Plan[] = [];
    for (const activity of due) plans.push(...(await this.plansFor(activity, [activity.ownerId ?? null, ...coming.filter(({ activityId }) => activityId === activity.id).map(({ memberId }) => memberId)])));
    await this.work.plan(plans);
  }

  @After(ActivityAttendee, { create: true })
  async planForNew(changes: Change[]): Promise<void> {
    for (const { after } of changes) {
      if (after?.subject !== 'member') continue;
      const [due] = await this.tenancy.read<Due>(openActivity(currentOrganizationId(), after.activityId as string, after.recordId as string));
      if (due && due.remindBefore !== null) await this.work.plan(await this.plansFor({ id: after.activityId!, startsAt: due.startsAt && { at: due.startsAt.toISOString(), zone: 'UTC' }, day: due.day, remindBefore: due.remindBefore }, [after.recordId!]));
    }
  }

  private async plansFor(activity: Row, members: readonly Json[]): Promise<Plan[]> {
    const { timeZone } = (await this.gate.ability()).access;
    const startsAt = activity.startsAt as { at: string } | null | undefined;
    const start = startsAt ? Date.parse(startsAt.at) : activity.day ? instantAt(Date.parse(`${activity.day as string}${NINE}`), timeZone) : null;
    if (start === null || start <= currentScope().clock.now().getTime()) return [];
    const about: Ids = { activityId: activity.id as string, start: startsAt ? new Date(start).toISOString() : (activity.day as string), before: activity.remindBefore as number };
    return [...new Set(members)].flatMap((memberId) => (memberId === null ? [] : [{ kind: remindOfActivity, effectKey: `${about.activityId} ${about.start} ${about.before} ${memberId as string}`, about, at: new Date(start - about.before * 1_000), as: memberId as string }]));
  }
}

@Injectable()
@Does(remindOfActivity)
export class RemindOfActivity implements WorkHandler<Ids> {
  constructor(
    private readonly tenancy: Tenancy,
    private readonly about: About,
    private readonly notifier: Notifier,
  ) {}

  async do({ about: { activityId, start, before }, effectKey }: WorkInHand<Ids>): Promise<string> {
    const { actor } = currentScope();
    if (!('memberId' in actor)) return 'The member is no longer active.';
    const [due] = await this.tenancy.read<Due>(openActivity(currentOrganizationId(), activityId, actor.memberId));
    if (!due) return 'It is done, called off or gone.';
    if ((due.startsAt?.toISOString() ?? due.day) !== start || due.remindBefore !== before) return 'It was moved.';
    if (due.ownerId !== actor.memberId && !due.coming) return 'They are not coming.';
    const known = await this.about.isReadable({ subject: 'activity', recordId: activityId });
    return this.notifier.tell({ type: reminderDue.name, subject: known ? 'activity' : null, recordId: known ? activityId : null, actorId: null, note: due.title }, effectKey);
  }
}
