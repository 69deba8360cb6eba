import { Injectable } from '@nestjs/common';
import { ArrayMaxSize, ArrayMinSize, ArrayUnique, IsArray, IsObject, IsOptional, IsUUID } from 'class-validator';
import type { Field } from '#kernel/field/field.js';
import type { ResourceClass } from '#kernel/field/reference.js';
import type { Act } from '#kernel/pipeline/act.js';
import { factStatement } from '#kernel/pipeline/facts.js';
import { Conflict, Forbidden, Invalid, NotFound } from '#kernel/pipeline/problem.js';
import { WriteDoor } from '#kernel/pipeline/write.js';
import { Nouns } from '#kernel/resource/custom-fields.js';
import type { ResourceModel } from '#kernel/resource/model.js';
import type { Registry } from '#kernel/resource/registry.js';
import { actorIdOf, currentOrganizationId, currentScope } from '#kernel/tenancy/scope.js';
import { Tenancy } from '#kernel/tenancy/tenancy.js';
import { About } from '#platform/about/about.js';
import { MergedPoints } from '../address/merged-points.js';
import { CarryOver } from '../carry-over/carry-over.js';
import { hangingOf } from '../carry-over/hanging.js';
import { strictest } from '../consent/consent.query.js';
import { dropDoubleEntries } from '../segment/segment.query.js';
import { forgetFormer, formerOnes, holdForMerging, keepFormer, lockRecords, pointBack, pointElsewhere, type Former } from './merge.query.js';
import { bodyOf, Versions } from './versions.js';

export class MergeInput {
  /** Those that are merged into this one, and go to the trash. */
  @IsArray() @ArrayMinSize(1) @ArrayMaxSize(10) @ArrayUnique() @IsUUID(undefined, { each: true }) losers!: string[];
  /** By field, the id of the record whose value stays. What is not named stays as it is, and is filled from the others where it is empty. */
  @IsOptional() @IsObject() choose?: { [field: string]: string };
}

/** What only one noun needs: answers with the fields that are not to be filled from the others. */
export type Preparation = (loserIds: readonly string[]) => Promise<ReadonlySet<string>>;

/** Makes one record of several: all that points at the others or hangs on them goes along, they go to the trash, and whoever asks for them is shown the way. All of it or nothing. */
@Injectable()
export class Merging {
  constructor(
    private readonly nouns: Nouns,
    private readonly tenancy: Tenancy,
    private readonly write: WriteDoor,
    private readonly versions: Versions,
    private readonly carryOver: CarryOver,
    private readonly points: MergedPoints,
    private readonly about: About,
  ) {}

  async merge(resourceClass: ResourceClass, staysId: string, { losers, choose = {} }: MergeInput, { tell }: Act, prepare: Preparation = async () => new Set()): Promise<void> {
    const registry = await this.nouns.here();
    const noun = registry.of(resourceClass);
    const ids = await this.notYetMerged(noun, staysId, losers);
    if (ids.length === 0) return;
    await this.tenancy.read(lockRecords(this.here, noun, ids));
    const versions = await this.versions.of(noun, staysId, ids);
    const settled = await this.versions.settled(noun, versions, choose, await prepare(ids));
    for (const id of ids) await this.move(registry, noun, id, staysId);
    for (const id of ids) await this.write.delete(noun, id).catch(refused(`delete the ${noun.label.toLowerCase()} that is merged into it`));
    await this.write.update(noun, staysId, bodyOf(settled)).catch(refused(`change the ${noun.label.toLowerCase()} that stays`));
    await this.points.keep(noun, staysId, versions, settled);
    await this.tenancy.write(keepFormer(this.here, noun.name, ids, staysId, ...this.author));
    await tell(`${noun.name}.merged`, { formerIds: ids });
  }

  /** For hooks: one that comes back from the trash gets back what went along and is still there. */
  async takeBack(resourceClass: ResourceClass, id: string): Promise<void> {
    const registry = await this.nouns.here();
    const noun = registry.of(resourceClass);
    const [former] = await this.tenancy.read<Former>(formerOnes(this.here, noun.name, [id]));
    if (!former) return;
    const back = (resource: ResourceModel, field: Field, nounField: Field | null) => this.tenancy.write(pointBack(this.here, noun.name, id, former.recordId, resource, field, nounField, currentScope().clock.now()));
    for (const { resource, field } of pointers(registry, noun)) await back(resource, field, null);
    for (const resource of registry.resources) {
      const hanging = hangingOf(resource);
      if (hanging) await back(resource, hanging.recordId, hanging.subject);
    }
    await this.tenancy.write(forgetFormer(this.here, noun.name, id, ...this.author));
    await this.tenancy.write(factStatement(`${noun.name}.unmerged`, noun.name, id, { from: former.recordId }));
  }

  /** Whoever repeats what was done changes nothing; whoever meant the same at the same moment hears that another was first. */
  private async notYetMerged(noun: ResourceModel, staysId: string, losers: readonly string[]): Promise<string[]> {
    if (losers.includes(staysId)) throw new Invalid([{ at: 'losers', rule: 'other', say: 'Name other records than the one that stays.' }]);
    // In one order for all, so that of two who mean the same pair one gets through.
    for (const id of [staysId, ...losers].sort()) {
      const [lock] = await this.tenancy.read<{ held: boolean }>(holdForMerging(this.here, id));
      if (!lock!.held) throw new Conflict('Somebody else is merging one of them at this moment. Look what became of it, then try again.');
    }
    const former = await this.tenancy.read<Former>(formerOnes(this.here, noun.name, losers));
    for (const { formerId, recordId, isNew } of former) {
      const isHere = recordId === staysId;
      if ((isHere && !isNew) || !(await this.about.isReadable({ subject: noun.name, recordId }))) continue;
      throw new Conflict(isHere ? 'Somebody else has just merged them.' : `One of them has been merged into another ${noun.label.toLowerCase()} already.`, [{ at: 'losers', rule: 'merged', say: `${formerId} is now /api/v1/${noun.path}/${recordId}.` }]);
    }
    return losers.filter((id) => !former.some(({ formerId, recordId }) => formerId === id && recordId === staysId));
  }

  private async move(registry: Registry, noun: ResourceModel, from: string, to: string): Promise<void> {
    const now = currentScope().clock.now();
    const withdrawn = await this.tenancy.write<{ channel: string; purpose: string }>(strictest(this.here, noun.name, from, to, ...this.author));
    for (const { channel, purpose } of withdrawn) await this.tenancy.write(factStatement('consent.withdrawn', noun.name, to, { channel, purpose }));
    await this.points.stepBack(noun, from, to);
    await this.tenancy.write(dropDoubleEntries(this.here, noun.name, from, to, now));
    await this.carryOver.carry({ subject: noun.name, recordId: from }, { subject: noun.name, recordId: to });
    for (const { resource, field } of pointers(registry, noun)) await this.tenancy.write(pointElsewhere(this.here, resource, field, from, to, ...this.author));
  }

  private get here(): string {
    return currentOrganizationId();
  }

  private get author(): [string | null, Date] {
    const { actor, clock } = currentScope();
    return [actorIdOf(actor), clock.now()];
  }
}

/** Also those that only the product sets. */
export function pointers(registry: Registry, noun: ResourceModel): { resource: ResourceModel; field: Field }[] {
  return registry.resources.flatMap((resource) => [...resource.fields.values()].filter((field) => registry.target(field) === noun).map((field) => ({ resource, field })));
}

function refused(what: string) {
  return (error: unknown): never => {
    throw error instanceof NotFound || error instanceof Forbidden ? new Forbidden(`To merge, you must be allowed to ${what}.`) : error;
  };
}
