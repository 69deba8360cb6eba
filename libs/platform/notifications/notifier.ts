import { Injectable } from '@nestjs/common';
import { Gate } from '#kernel/gate/gate.js';
import { Nouns } from '#kernel/resource/custom-fields.js';
import { currentOrganizationId, currentScope } from '#kernel/tenancy/scope.js';
import { Tenancy } from '#kernel/tenancy/tenancy.js';
import { Telling } from '#platform/ledger/telling.js';
import { LiveBell } from '#platform/realtime/live-bell.js';
import { Work, type Plan } from '#platform/work/work.js';
import { nextClockTime, quietUntil } from './local-time.js';
import { notificationType, type Channel } from './notification-type.js';
import { addNotice, keepForDigest, markRead, recipientOf, type Notice, type Recipient } from './notification.query.js';
import { notifyByMail, sendDigest } from './notify.work.js';
import { push } from './push/push.work.js';
import { subscriptionsOf } from './push/push.query.js';

/** Tells whoever is in scope, in the transaction of the scope: in the list at once, and where else they want to be told, when they want it. */
@Injectable()
export class Notifier {
  constructor(
    private readonly tenancy: Tenancy,
    private readonly gate: Gate,
    private readonly nouns: Nouns,
    private readonly telling: Telling,
    private readonly work: Work,
    private readonly bell: LiveBell,
  ) {}

  /** Answers with what came of it. */
  async tell(notice: Notice, effectKey: string): Promise<string> {
    const { actor, clock } = currentScope();
    if (!('memberId' in actor)) throw new TypeError('Only members are told anything: plan it with telling().');
    const [organizationId, now] = [currentOrganizationId(), clock.now()];
    if (notice.actorId === actor.memberId) return 'It was their own doing.';
    if (!(await this.mayKnow(notice))) return 'They may not read the record.';
    const [recipient] = await this.tenancy.read<Recipient>(recipientOf(organizationId, actor.memberId));
    if (!recipient) return 'The member is no longer active.';
    const [added] = await this.tenancy.write<{ id: string }>(addNotice(organizationId, actor.memberId, effectKey, notice, now));
    if (!added) return 'They have been told already.';
    const channels: readonly Channel[] = recipient.channels[notice.type] ?? notificationType(notice.type)?.channels ?? [];
    if (!channels.includes('in-app')) await this.tenancy.write(markRead(organizationId, actor.memberId, [added.id], now));
    else currentScope().transaction!.afterCommit(() => this.bell.ring(organizationId, actor.memberId));
    await this.elsewhere(added.id, channels, recipient, actor.memberId, now);
    return 'Told.';
  }

  private async mayKnow({ subject, recordId }: Notice): Promise<boolean> {
    if (!subject || !recordId) return true;
    const { resources } = await this.nouns.here();
    return resources.some(({ name }) => name === subject) && this.telling.isReadable(subject, recordId);
  }

  private async elsewhere(id: string, channels: readonly Channel[], { quietFrom, quietUntil: until, digestAt }: Recipient, memberId: string, now: Date): Promise<void> {
    const { timeZone } = (await this.gate.ability()).access;
    const silence = quietFrom && until ? quietUntil(quietFrom, until, timeZone, now.getTime()) : null;
    const at = silence === null ? now : new Date(silence);
    const plans: Plan[] = [];
    if (channels.includes('push'))
      for (const { id: subscriptionId } of await this.tenancy.read<{ id: string }>(subscriptionsOf(currentOrganizationId(), memberId)))
        plans.push({ kind: push, effectKey: `${id}:${subscriptionId}`, about: { notificationId: id, subscriptionId }, at, as: memberId });
    if (channels.includes('mail') && digestAt === null) plans.push({ kind: notifyByMail, effectKey: id, about: { notificationId: id }, at, as: memberId });
    if (channels.includes('mail') && digestAt !== null) {
      const next = new Date(nextClockTime(digestAt, timeZone, now.getTime() + 1));
      await this.tenancy.write(keepForDigest(currentOrganizationId(), id));
      plans.push({ kind: sendDigest, effectKey: `${memberId}@${next.toISOString()}`, about: {}, at: next, as: memberId });
    }
    if (plans.length > 0) await this.work.plan(plans);
  }
}
