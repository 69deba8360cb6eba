import { Injectable } from '@nestjs/common';
import type { Field, Json } from '#kernel/field/field.js';
import { Gate } from '#kernel/gate/gate.js';
import { Invalid, NotFound, type FieldError } from '#kernel/pipeline/problem.js';
import { ReadDoor } from '#kernel/pipeline/read.js';
import type { ResourceModel } from '#kernel/resource/model.js';
import { didYouMean } from '#kernel/resource/names.js';
import { isWritable } from '#kernel/resource/tenant-row.js';
import { settle, type Settled, type Version } from './settle.js';

type Choices = { readonly [field: string]: string };

/** What records that become one say, as far as whoever merges them may see it and write it. */
@Injectable()
export class Versions {
  constructor(
    private readonly gate: Gate,
    private readonly read: ReadDoor,
  ) {}

  /** The one that stays is the first. What the actor may not read is not there. */
  async of(noun: ResourceModel, staysId: string, otherIds: readonly string[]): Promise<[Version, ...Version[]]> {
    const missing: FieldError[] = [];
    const versions: Version[] = [];
    for (const id of [staysId, ...otherIds]) {
      try {
        versions.push({ id, values: flat(JSON.parse((await this.read.get(noun, id)).json) as { [field: string]: Json }) });
      } catch (error) {
        if (!(error instanceof NotFound) || id === staysId) throw error;
        missing.push({ at: 'losers', rule: 'reference', say: `There is no ${noun.label.toLowerCase()} ${id} that you may see.` });
      }
    }
    if (missing.length > 0) throw new Invalid(missing);
    return versions as [Version, ...Version[]];
  }

  /** `left` are fields that stay as they are unless somebody chooses. */
  async settled(noun: ResourceModel, versions: readonly [Version, ...Version[]], choose: Choices, left: ReadonlySet<string> = new Set()): Promise<Settled[]> {
    const fields = await this.fields(noun);
    this.check(fields, versions, choose);
    const wanted = fields.filter(({ name }) => !left.has(name) || name in choose).map(({ name, type }) => ({ name, isList: type.name === 'tags' }));
    return settle(wanted, versions, choose);
  }

  /** Nobody carries over what is shown to them masked, in some records only, or not at all. */
  private async fields(noun: ResourceModel): Promise<Field[]> {
    const own = (await this.gate.ability()).of(noun);
    return own.openFields().filter((field) => isWritable(field) && field.type.name !== 'secret' && own.rows('update', [field.name]).kind !== 'never');
  }

  private check(fields: readonly Field[], versions: readonly Version[], choose: Choices): void {
    const names = fields.map(({ name }) => name);
    const errors = Object.entries(choose).flatMap(([name, id]): FieldError[] => {
      const at = `choose.${name.slice(0, 60)}`;
      if (!names.includes(name)) return [{ at, rule: 'unknown', say: `There is no field of this name that you may set.${didYouMean(name.slice(0, 60), names)}` }];
      return versions.some((version) => version.id === id) ? [] : [{ at, rule: 'other', say: 'Name the id of one of the records that are merged.' }];
    });
    if (errors.length > 0) throw new Invalid(errors);
  }
}

/** An organisation's own fields stand in an object of their own. */
function flat({ custom, ...values }: { [field: string]: Json }): { [field: string]: Json } {
  const own = (custom ?? {}) as { [key: string]: Json };
  return { ...values, ...Object.fromEntries(Object.entries(own).map(([key, value]) => [`custom.${key}`, value])) };
}

/** As a body that the doors take. */
export function bodyOf(settled: readonly Settled[]): { [field: string]: Json } {
  const changed = settled.filter(({ changes }) => changes).map(({ field, value }) => [field, value] as const);
  const own = changed.filter(([field]) => field.startsWith('custom.'));
  return { ...Object.fromEntries(changed.filter(([field]) => !field.startsWith('custom.'))), ...(own.length > 0 && { custom: Object.fromEntries(own.map(([field, value]) => [field.slice('custom.'.length), value])) }) };
}
