import { Inject, Injectable } from '@nestjs/common';
import { Registry } from '#kernel/resource/registry.js';
import { sayingIn, WORDS, type Say, type Words } from '#platform/words/words.js';
import { notificationType, notificationTypes } from './notification-type.js';
import type { Notice } from './notification.query.js';
import { Titles } from '#platform/audit/titles.js';

export interface WordedNotice {
  text: string;
  record: { noun: string; id: string; title: string | null; path: string } | null;
  actor: { id: string; name: string | null } | null;
}

const UNSEEN = 'a record';
const SOMEBODY = 'Somebody';

/** Says a notification to whoever is in scope, with what they may know. */
@Injectable()
export class NoticeWording {
  constructor(
    @Inject(WORDS) private readonly words: Words,
    private readonly registry: Registry,
    private readonly titles: Titles,
  ) {}

  async of(notices: readonly Notice[], language: string): Promise<WordedNotice[]> {
    const records = notices.flatMap(({ subject, recordId }) => (subject && recordId ? [{ subject, id: recordId }] : []));
    const members = notices.flatMap(({ actorId }) => (actorId ? [{ subject: 'member', id: actorId }] : []));
    const title = await this.titles.of([...records, ...members]);
    const say = sayingIn(this.words, language);
    return notices.map((notice) => this.one(notice, say, title));
  }

  private one({ type, subject, recordId, actorId, note }: Notice, say: Say, title: (record: { subject: string; id: string }) => string | null): WordedNotice {
    const noun = this.registry.resources.find(({ name }) => name === subject);
    const record = noun && recordId ? { noun: noun.name, id: recordId, title: title({ subject: noun.name, id: recordId }), path: `/${noun.path}/${recordId}` } : null;
    const actor = actorId ? { id: actorId, name: title({ subject: 'member', id: actorId }) } : null;
    const filled = { actor: actor?.name ?? say('notification.somebody', SOMEBODY), record: record?.title ?? say('notification.unseen', UNSEEN), note: note ?? '' };
    const template = say(`notification.${type}`, notificationType(type)?.say ?? '{note}');
    return { text: template.replaceAll(/\{(actor|record|note)\}/g, (_all, name: keyof typeof filled) => filled[name]), record, actor };
  }
}

/** What dictionaries may say otherwise, with the English for it. */
export function noticeWords(): Map<string, string> {
  const types = notificationTypes().flatMap(({ name, say, label }): [string, string][] => [[`notification.${name}`, say], [`notification.${name}.label`, label]]);
  return new Map([['notification.somebody', SOMEBODY], ['notification.unseen', UNSEEN], ...types]);
}
