import { Injectable } from '@nestjs/common';
import type { Registry } from '#kernel/resource/registry.js';
import type { FieldChange } from './changes.js';
import { Titles, type RecordName } from './titles.js';
import type { Titles as KnownTitles } from './wording.js';

/** What the records are called that changes point at. */
@Injectable()
export class References {
  constructor(private readonly titles: Titles) {}

  async titlesIn(changes: readonly FieldChange[], registry: Registry): Promise<KnownTitles> {
    const records = changes.flatMap(({ field, from, to }): RecordName[] => {
      const target = registry.target(field);
      return target ? [from, to].flatMap((id) => (typeof id === 'string' ? [{ subject: target.name, id }] : [])) : [];
    });
    const titleOf = await this.titles.of(records);
    return new Map(records.flatMap((record) => { const title = titleOf(record); return title === null ? [] : [[record.id, title] as const]; }));
  }
}
