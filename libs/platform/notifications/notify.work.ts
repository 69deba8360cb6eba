import { defineWork } from '#platform/work/work-kind.js';
import type { Plan } from '#platform/work/work.js';
import type { NotificationType } from './notification-type.js';

export interface Telling {
  /** Of its effect: who has been told of it is not told again. */
  effectKey: string;
  memberId: string;
  type: NotificationType;
  subject?: string | null;
  recordId?: string | null;
  /** Whoever did it is not told. */
  actorId?: string | null;
  note?: string | null;
  at?: Date;
}

export type TellingIds = { type: string; subject: string | null; recordId: string | null; actorId: string | null; note: string | null };

export const notify = defineWork<TellingIds>({ queue: 'notifications', name: 'notify', atomic: true });
export const notifyByMail = defineWork<{ notificationId: string }>({ queue: 'notifications', name: 'notify-by-mail', atomic: true });
export const sendDigest = defineWork({ queue: 'notifications', name: 'send-digest', atomic: true });

/** For listeners and verbs: tells one member, under their own rights. */
export function telling({ effectKey, memberId, type, subject = null, recordId = null, actorId = null, note = null, at }: Telling): Plan {
  return { kind: notify, effectKey: `${effectKey}:${memberId}`, about: { type: type.name, subject, recordId, actorId, note }, as: memberId, at };
}
