import { Injectable } from '@nestjs/common';
import { openSecret } from '#kernel/field/secret-box.js';
import { Gate } from '#kernel/gate/gate.js';
import { currentOrganizationId, currentScope } from '#kernel/tenancy/scope.js';
import { Tenancy } from '#kernel/tenancy/tenancy.js';
import { Config } from '#platform/config/config.js';
import { Outbound } from '#platform/outbound/outbound.js';
import { Does, GiveUp, type WorkHandler, type WorkInHand } from '#platform/work/work-kind.js';
import { noticeById, type NoticeRow } from '../notification.query.js';
import { NoticeWording } from '../wording.js';
import { push, type PushIds } from './push.work.js';
import { PushKey } from './push-key.js';
import { encrypted, vapid, type Subscription } from './push-message.js';
import { endSubscription, subscriptionById, type SealedSubscription } from './push.query.js';

const TIME_TO_LIVE_S = 24 * 60 * 60;
/** Services take 4,096 bytes in all. */
const LONGEST_TEXT = 700;

/** Wakes one browser. Its service throws away an older message of the same topic, so that what is sent twice is shown once. */
@Injectable()
@Does(push)
export class Push implements WorkHandler<PushIds> {
  constructor(
    private readonly tenancy: Tenancy,
    private readonly gate: Gate,
    private readonly wording: NoticeWording,
    private readonly outbound: Outbound,
    private readonly key: PushKey,
    private readonly config: Config,
  ) {}

  async do({ about: { notificationId, subscriptionId } }: WorkInHand<PushIds>): Promise<string> {
    const { memberId } = currentScope().actor as { memberId: string };
    const [[notice], [kept]] = await Promise.all([
      this.tenancy.read<NoticeRow>(noticeById(currentOrganizationId(), memberId, notificationId)),
      this.tenancy.read<SealedSubscription>(subscriptionById(currentOrganizationId(), memberId, subscriptionId)),
    ]);
    if (!this.key.jwk) return 'PUSH_KEY is not set.';
    if (!notice || !kept) return 'It is gone.';
    if (notice.readAt) return 'It has been read already.';
    const { language } = (await this.gate.ability()).access;
    const [{ text, record }] = (await this.wording.of([notice], language)) as [Awaited<ReturnType<NoticeWording['of']>>[number]];
    const subscription = JSON.parse(openSecret(kept.sealed, kept.id)) as Subscription;
    const headers = {
      'content-type': 'application/octet-stream', 'content-encoding': 'aes128gcm', ttl: String(TIME_TO_LIVE_S), urgency: 'normal', topic: notificationId.replaceAll('-', ''),
      authorization: vapid(subscription.endpoint, this.config.publicUrl, this.key.publicKey!, this.key.jwk, currentScope().clock.now()),
    };
    const body = encrypted(JSON.stringify({ title: text.slice(0, LONGEST_TEXT), path: record?.path ?? '/notifications', id: notice.id }), subscription);
    const { status } = await this.outbound.send(subscription.endpoint, { method: 'POST', headers, body });
    if (status === 404 || status === 410) {
      await this.tenancy.write(endSubscription(currentOrganizationId(), kept.id));
      return 'The browser does not want it any more.';
    }
    if (status === 429 || status >= 500) throw new Error(`The browser's service answered ${status}.`);
    if (status >= 300) throw new GiveUp(`The browser's service refused it with ${status}.`);
    return `Taken with ${status}.`;
  }
}
