import { Injectable } from '@nestjs/common';
import { bearsOthers } from '#kernel/gate/bonds.js';
import { compare } from '#kernel/gate/predicate.js';
import type { Change } from '#kernel/pipeline/hooks.js';
import { ReadDoor } from '#kernel/pipeline/read.js';
import { Nouns } from '#kernel/resource/custom-fields.js';
import { didYouMean } from '#kernel/resource/names.js';
import { isUuid } from '#kernel/tenancy/uuid.js';

/** A record of any noun. */
export interface RecordRef {
  subject: string;
  recordId: string;
}

/** What hangs on records of any noun names them by `subject` and `recordId`. */
@Injectable()
export class About {
  constructor(
    private readonly nouns: Nouns,
    private readonly read: ReadDoor,
  ) {}

  /** For hooks: both or neither, and a record that the actor may read. */
  async check(changes: readonly Change[]): Promise<void> {
    for (const { kind, before, after, complain } of changes) {
      if (!after || kind === 'delete') continue;
      const [subject, recordId] = [after.subject ?? null, after.recordId ?? null];
      if ((subject === null) !== (recordId === null)) complain('recordId', 'together', 'Name both the noun and the id of the record, or neither.');
      else if (subject !== null && (subject !== before?.subject || recordId !== before?.recordId)) await this.checkRecord(subject as string, recordId as string, complain);
    }
  }

  async isReadable({ subject, recordId }: RecordRef): Promise<boolean> {
    const resource = (await this.nouns.here()).find(subject);
    return resource !== undefined && isUuid(recordId) && (await this.read.ids(resource, compare(resource.fields.get('id')!, 'in', [recordId]), 1)).length > 0;
  }

  private async checkRecord(subject: string, recordId: string, complain: Change['complain']): Promise<void> {
    const bearing = (await this.nouns.here()).resources.filter(bearsOthers).map(({ name }) => name);
    if (!bearing.includes(subject)) return complain('subject', 'unknown', `Nothing can hang on such a record.${didYouMean(subject, bearing)}`);
    if (!(await this.isReadable({ subject, recordId }))) complain('recordId', 'exists', 'There is no such record, or you may not see it.');
  }
}
