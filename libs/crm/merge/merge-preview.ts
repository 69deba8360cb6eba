import { Injectable } from '@nestjs/common';
import { Gate } from '#kernel/gate/gate.js';
import { Invalid } from '#kernel/pipeline/problem.js';
import { ReadDoor } from '#kernel/pipeline/read.js';
import { Nouns } from '#kernel/resource/custom-fields.js';
import type { Registry } from '#kernel/resource/registry.js';
import type { ResourceModel } from '#kernel/resource/model.js';
import type { Json } from '#kernel/field/field.js';
import { hangingOf } from '../carry-over/hanging.js';
import { MergeInput, pointers } from './merging.js';
import { Versions } from './versions.js';

export interface Preview {
  fields: { field: string; label: string; from: string | null; value: Json; differs: boolean; changes: boolean; values: { [id: string]: Json } }[];
  /** By noun, how many records would go along, of those that the reader sees. */
  moves: { [noun: string]: number };
}

/** What merging would do, told under the rights of whoever asks; nothing is changed, and nothing unseen is counted. */
@Injectable()
export class MergePreview {
  constructor(
    private readonly nouns: Nouns,
    private readonly gate: Gate,
    private readonly read: ReadDoor,
    private readonly versions: Versions,
  ) {}

  async of(name: string, staysId: string, { losers, choose = {} }: MergeInput): Promise<Preview> {
    const registry = await this.nouns.here();
    const noun = registry.get(name);
    if (losers.includes(staysId)) throw new Invalid([{ at: 'losers', rule: 'other', say: 'Name other records than the one that stays.' }]);
    const versions = await this.versions.of(noun, staysId, losers);
    const settled = await this.versions.settled(noun, versions, choose);
    const fields = settled.filter(({ differs, changes }) => differs || changes).map(({ field, ...rest }) => ({
      field, label: noun.fields.get(field)!.label, ...rest, values: Object.fromEntries(versions.map(({ id, values }) => [id, values[field] ?? null])),
    }));
    return { fields, moves: await this.moves(registry, noun, staysId, losers) };
  }

  private async moves(registry: Registry, noun: ResourceModel, staysId: string, losers: readonly string[]): Promise<{ [noun: string]: number }> {
    const ability = await this.gate.ability();
    const moves: { [noun: string]: number } = {};
    const count = async (resource: ResourceModel, ...filters: { field: string; operator: string; value: Json }[]) => {
      const own = ability.of(resource);
      const open = filters.every(({ field }) => own.visibility().get(field) === 'shown' || own.guarded(field));
      if (resource.http === false || !own.may('read') || !open) return;
      const { count: found } = JSON.parse(await this.read.total(resource, { filters })) as { count: number };
      if (found > 0) moves[resource.name] = (moves[resource.name] ?? 0) + found;
    };
    for (const { resource, field } of pointers(registry, noun)) await count(resource, { field: field.name, operator: 'in', value: [...losers] }, ...(resource === noun ? [{ field: 'id', operator: 'ne', value: staysId }] : []));
    for (const resource of registry.resources.filter((each) => hangingOf(each) !== null))
      await count(resource, { field: 'subject', operator: 'eq', value: noun.name }, { field: 'recordId', operator: 'in', value: [...losers] });
    return moves;
  }
}
