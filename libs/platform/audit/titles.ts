import { Injectable } from '@nestjs/common';
import { Gate } from '#kernel/gate/gate.js';
import { ReadDoor } from '#kernel/pipeline/read.js';
import { Nouns } from '#kernel/resource/custom-fields.js';
import type { ResourceModel } from '#kernel/resource/model.js';

export interface RecordName {
  subject: string;
  id: string;
}

const LARGEST_LOOK = 200;

/** What records are called, read through the door: what the reader may not see has no title. */
@Injectable()
export class Titles {
  constructor(
    private readonly gate: Gate,
    private readonly nouns: Nouns,
    private readonly read: ReadDoor,
  ) {}

  async of(records: readonly RecordName[]): Promise<(record: RecordName) => string | null> {
    const [ability, registry] = await Promise.all([this.gate.ability(), this.nouns.here()]);
    const asked = new Map<string, Set<string>>();
    for (const { subject, id } of records) asked.set(subject, (asked.get(subject) ?? new Set()).add(id));
    const found = await Promise.all(
      [...asked].map(async ([subject, ids]): Promise<[string, string][]> => {
        const noun = registry.resources.find(({ name }) => name === subject);
        if (!noun || !ability.of(noun).may('read') || ability.of(noun).visibility().get(noun.title) !== 'shown') return [];
        return this.titlesOf(noun, [...ids]);
      }),
    );
    const titles = new Map(found.flat());
    return ({ subject, id }) => titles.get(`${subject} ${id}`) ?? null;
  }

  private async titlesOf(noun: ResourceModel, ids: readonly string[]): Promise<[string, string][]> {
    // A title that is itself the id of another record tells people nothing.
    if ('to' in noun.fields.get(noun.title)!.options) return [];
    const titles: [string, string][] = [];
    for (let from = 0; from < ids.length; from += LARGEST_LOOK) {
      const page = await this.read.list(noun, { filters: [{ field: 'id', operator: 'in', value: ids.slice(from, from + LARGEST_LOOK).join(',') }], fields: `id,${noun.title}`, limit: LARGEST_LOOK });
      for (const record of (JSON.parse(page) as { data: Record<string, string>[] }).data) titles.push([`${noun.name} ${record['id']!}`, String(record[noun.title] ?? '')]);
    }
    return titles;
  }
}
