import { Injectable } from '@nestjs/common';
import { Gate } from '#kernel/gate/gate.js';
import { currentOrganizationId, currentScope } from '#kernel/tenancy/scope.js';
import { Tenancy } from '#kernel/tenancy/tenancy.js';
import { nearestLanguage } from '#platform/mail/letter.js';
import { Mail } from '#platform/mail/mail.js';
import { Does, type WorkHandler, type WorkInHand } from '#platform/work/work-kind.js';
import { noticeById, recipientOf, takeForDigest, type NoticeRow, type Recipient } from './notification.query.js';
import { Notifier } from './notifier.js';
import { notify, notifyByMail, sendDigest, type TellingIds } from './notify.work.js';
import { NoticeWording } from './wording.js';

const USEFUL_MS = 3 * 24 * 60 * 60 * 1_000;
const MOST_IN_DIGEST = 30;

@Injectable()
@Does(notify)
export class Notify implements WorkHandler<TellingIds> {
  constructor(private readonly notifier: Notifier) {}

  do({ about, effectKey }: WorkInHand<TellingIds>): Promise<string> {
    return this.notifier.tell(about, effectKey);
  }
}

/** What both mails need to know of whoever is in scope. */
@Injectable()
export class Postbox {
  constructor(
    private readonly tenancy: Tenancy,
    private readonly gate: Gate,
    private readonly mail: Mail,
    private readonly wording: NoticeWording,
  ) {}

  get memberId(): string {
    return (currentScope().actor as { memberId: string }).memberId;
  }

  async post(letter: 'notification' | 'digest', effectKey: string, notices: readonly NoticeRow[]): Promise<string> {
    const [recipient] = await this.tenancy.read<Recipient>(recipientOf(currentOrganizationId(), this.memberId));
    if (!recipient) return 'The member is no longer active.';
    const { language } = (await this.gate.ability()).access;
    const shown = notices.slice(0, MOST_IN_DIGEST);
    const worded = await this.wording.of(shown, language);
    const lines = Object.fromEntries(worded.map(({ text }, n) => [`line${n}`, text]));
    const usefulUntil = new Date(currentScope().clock.now().getTime() + USEFUL_MS);
    const parameters = { ...lines, count: String(notices.length), path: worded[0]?.record?.path ?? '/notifications' };
    await this.tenancy.transaction((transaction) => this.mail.post(transaction, { effectKey, to: recipient.email, language: nearestLanguage(language), letter, parameters, usefulUntil }));
    return `Posted ${notices.length}.`;
  }
}

@Injectable()
@Does(notifyByMail)
export class NotifyByMail implements WorkHandler<{ notificationId: string }> {
  constructor(
    private readonly tenancy: Tenancy,
    private readonly postbox: Postbox,
  ) {}

  async do({ about, effectKey }: WorkInHand<{ notificationId: string }>): Promise<string> {
    const [notice] = await this.tenancy.read<NoticeRow>(noticeById(currentOrganizationId(), this.postbox.memberId, about.notificationId));
    if (!notice) return 'It is gone.';
    return this.postbox.post('notification', `notification:${effectKey}`, [notice]);
  }
}

@Injectable()
@Does(sendDigest)
export class SendDigest implements WorkHandler<Record<string, never>> {
  constructor(
    private readonly tenancy: Tenancy,
    private readonly postbox: Postbox,
  ) {}

  async do({ effectKey }: WorkInHand): Promise<string> {
    const notices = await this.tenancy.write<NoticeRow>(takeForDigest(currentOrganizationId(), this.postbox.memberId));
    if (notices.length === 0) return 'Everything had been read.';
    return this.postbox.post('digest', `digest:${effectKey}`, notices);
  }
}
