import { Injectable } from '@nestjs/common';
import type { Row } from '#kernel/gate/predicate.js';
import { ReadDoor } from '#kernel/pipeline/read.js';
import { Nouns } from '#kernel/resource/custom-fields.js';
import type { ResourceModel } from '#kernel/resource/model.js';
import { Gathered } from '#platform/work/gathered.js';
import { flat } from './rows.js';

/** Records as the principal in scope may read them: together for all runs that begin or go on at the same moment. */
@Injectable()
export class Records {
  private readonly gathered = new Gathered((names: readonly string[]) => this.read(names));

  constructor(
    private readonly door: ReadDoor,
    private readonly nouns: Nouns,
  ) {}

  find(noun: ResourceModel, id: string): Promise<Row | undefined> {
    return this.gathered.ask(`${noun.name} ${id}`);
  }

  private async read(names: readonly string[]): Promise<ReadonlyMap<string, Row>> {
    const registry = await this.nouns.here();
    const asked = names.map((name) => name.split(' ') as [string, string]);
    const found = new Map<string, Row>();
    for (const noun of new Set(asked.map(([name]) => name))) {
      const records = await this.door.each(registry.get(noun), asked.flatMap(([name, id]) => (name === noun ? [id] : [])));
      for (const [id, json] of records) found.set(`${noun} ${id}`, flat(JSON.parse(json) as Row));
    }
    return found;
  }
}
