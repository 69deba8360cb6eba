import { Injectable } from '@nestjs/common';
import type { Json } from '#kernel/field/field.js';
import { phoneKey } from '#kernel/field/phone.js';
import { Gate } from '#kernel/gate/gate.js';
import { WriteDoor } from '#kernel/pipeline/write.js';
import type { ResourceModel } from '#kernel/resource/model.js';
import { Registry } from '#kernel/resource/registry.js';
import { currentOrganizationId, currentScope } from '#kernel/tenancy/scope.js';
import { Tenancy } from '#kernel/tenancy/tenancy.js';
import type { Settled, Version } from '../merge/settle.js';
import { ContactPoint } from './contact-point.js';
import { pointSaying, stepBackAddresses, stepBackPoints } from './points.query.js';

const COLUMNS = ['email', 'phone'] as const;

/** Addresses and numbers of companies or contacts that become one: there is one main one of each, and none is lost. */
@Injectable()
export class MergedPoints {
  constructor(
    private readonly tenancy: Tenancy,
    private readonly registry: Registry,
    private readonly gate: Gate,
    private readonly write: WriteDoor,
  ) {}

  /** Before they move: what is main of the one that goes is not, where the one that stays has its own. */
  async stepBack(noun: ResourceModel, from: string, to: string): Promise<void> {
    const owner = ownerIn(noun);
    if (!owner) return;
    const now = currentScope().clock.now();
    await this.tenancy.write(stepBackAddresses(currentOrganizationId(), owner, from, to, now));
    for (const column of COLUMNS) await this.tenancy.write(stepBackPoints(currentOrganizationId(), owner, column, noun.fields.has(column), from, to, now));
  }

  /** What was a main one and is not any more stays beside it, as far as the actor may write such. */
  async keep(noun: ResourceModel, staysId: string, versions: readonly Version[], settled: readonly Settled[]): Promise<void> {
    const owner = ownerIn(noun);
    const points = this.registry.of(ContactPoint);
    if (!owner || !(await this.gate.ability()).of(points).may('create')) return;
    for (const column of COLUMNS) {
      const kept = settled.find(({ field }) => field === column);
      if (!kept) continue;
      const lost = new Set(versions.map(({ values }) => values[column] ?? null).filter((value) => value !== null && keyOf(column, value) !== keyOf(column, kept.value)));
      for (const value of lost) {
        const [known] = await this.tenancy.read(pointSaying(currentOrganizationId(), owner, column, staysId, keyOf(column, value)));
        if (!known) await this.write.create(points, { label: 'Former main one', kind: 'other', [column]: value, [owner === 'contact' ? 'contactId' : 'companyId']: staysId });
      }
    }
  }
}

function ownerIn({ name }: ResourceModel): 'company' | 'contact' | null {
  return name === 'company' || name === 'contact' ? name : null;
}

function keyOf(column: (typeof COLUMNS)[number], value: Json): string {
  return typeof value !== 'string' ? '' : column === 'phone' ? phoneKey(value) : value.toLowerCase();
}
