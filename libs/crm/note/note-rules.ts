import { Injectable } from '@nestjs/common';
import { After, Before, type Change } from '#kernel/pipeline/hooks.js';
import { actorIdOf, currentScope } from '#kernel/tenancy/scope.js';
import { About } from '#platform/about/about.js';
import { recordMentioned } from '#platform/notifications/notification-type.js';
import { telling } from '#platform/notifications/notify.work.js';
import { Work } from '#platform/work/work.js';
import { excerptOf, mentionedIn } from './note-text.js';
import { Note } from './note.js';

@Injectable()
export class NoteRules {
  constructor(
    private readonly about: About,
    private readonly work: Work,
  ) {}

  @Before(Note)
  async check(changes: Change[]): Promise<void> {
    await this.about.check(changes);
    for (const { after, set } of changes) if (after) set('excerpt', excerptOf(after.body as string));
  }

  /** Each of them once for a note, however often it is edited; who may not read the record hears nothing (Notifier). */
  @After(Note)
  async tellMentioned(changes: Change[]): Promise<void> {
    const actorId = actorIdOf(currentScope().actor);
    const plans = changes.flatMap(({ kind, before, after }) => {
      if (!after || kind === 'delete' || kind === 'restore') return [];
      const known = new Set(mentionedIn((before?.body as string | undefined) ?? ''));
      const { id, subject, recordId } = after as { id: string; subject: string; recordId: string };
      return mentionedIn(after.body as string).filter((memberId) => !known.has(memberId)).map((memberId) => telling({ effectKey: `note:${id}`, memberId, type: recordMentioned, subject, recordId, actorId }));
    });
    await this.work.plan(plans);
  }
}
