import { Injectable } from '@nestjs/common';
import type { Ability } from '#kernel/gate/ability.js';
import { ReadDoor } from '#kernel/pipeline/read.js';
import type { ResourceModel } from '#kernel/resource/model.js';
import type { Registry } from '#kernel/resource/registry.js';
import type { FieldChange } from './changes.js';
import type { Titles } from './wording.js';

const LARGEST_LOOK = 200;

/** What the records are called that changes point at, read through the door: what the reader may not see has no title. */
@Injectable()
export class References {
  constructor(private readonly read: ReadDoor) {}

  async titles(changes: readonly FieldChange[], ability: Ability, registry: Registry): Promise<Titles> {
    const wanted = new Map<ResourceModel, Set<string>>();
    for (const { field, from, to } of changes) {
      const target = registry.target(field);
      if (!target || !ability.of(target).may('read') || ability.of(target).visibility().get(target.title) !== 'shown') continue;
      for (const id of [from, to]) if (typeof id === 'string') wanted.set(target, (wanted.get(target) ?? new Set()).add(id));
    }
    const found = await Promise.all([...wanted].map(([target, ids]) => this.titlesOf(target, [...ids])));
    return new Map(found.flat());
  }

  private async titlesOf(target: ResourceModel, ids: readonly string[]): Promise<[string, string][]> {
    const title = target.fields.get(target.title)!;
    // A title that is itself the id of another record tells people nothing.
    if ('to' in title.options) return [];
    const titles: [string, string][] = [];
    for (let start = 0; start < ids.length; start += LARGEST_LOOK) {
      const page = await this.read.list(target, { filters: [{ field: 'id', operator: 'in', value: ids.slice(start, start + LARGEST_LOOK).join(',') }], fields: `id,${target.title}`, limit: LARGEST_LOOK });
      titles.push(...(JSON.parse(page) as { data: { id: string; [field: string]: string }[] }).data.map((record): [string, string] => [record.id, String(record[target.title] ?? '')]));
    }
    return titles;
  }
}
