import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { plainToInstance } from 'class-transformer';
import { validateSync, type ValidationError } from 'class-validator';
import type { Json } from '#kernel/field/field.js';
import type { ResourceClass } from '#kernel/field/reference.js';
import { Gate } from '#kernel/gate/gate.js';
import { all } from '#kernel/gate/predicate.js';
import { Nouns } from '#kernel/resource/custom-fields.js';
import type { ResourceModel } from '#kernel/resource/model.js';
import { provided, type InstanceOf } from '#kernel/resource/provided.js';
import type { Registry } from '#kernel/resource/registry.js';
import type { Served } from '#kernel/resource/served.js';
import type { VerbDeclaration } from '#kernel/resource/verb.js';
import { currentOrganizationId } from '#kernel/tenancy/scope.js';
import { Tenancy } from '#kernel/tenancy/tenancy.js';
import type { Transaction } from '#kernel/tenancy/transaction.js';
import { isUuid } from '#kernel/tenancy/uuid.js';
import { factStatement } from './facts.js';
import { idIs } from './list-query.js';
import { Forbidden, Invalid, NotFound, type FieldError } from './problem.js';
import { ReadDoor, type ReadRecord } from './read.js';
import { WriteDoor } from './write.js';
import { lockStatement } from './write-statements.js';

/** What a verb works with: the same doors, under the rights of whoever asked for it. */
export interface Act {
  rows: {
    get<T>(resource: new () => T, id: string): Promise<T>;
    create<T extends object>(resource: new () => T, values: Partial<Record<keyof T, Json>>): Promise<T>;
    update<T extends object>(resource: new () => T, id: string, values: Partial<Record<keyof T, Json>>): Promise<T>;
    delete(resource: ResourceClass, id: string): Promise<void>;
  };
  /** Writes a fact into the ledger, together with everything else that this verb does. */
  tell(fact: string, data?: { [key: string]: Json }): Promise<void>;
}

interface Verb {
  run(record: object, input: object, act: Act): Promise<void>;
}

/** One of the three doors: a verb runs in one transaction, on a record that was loaded and locked through the rule for it. */
@Injectable()
export class ActDoor implements OnApplicationBootstrap {
  constructor(
    private readonly tenancy: Tenancy,
    private readonly gate: Gate,
    private readonly nouns: Nouns,
    private readonly read: ReadDoor,
    private readonly write: WriteDoor,
    private readonly served: Served,
    private readonly instanceOf: InstanceOf,
  ) {}

  onApplicationBootstrap(): void {
    for (const { verbClass, file } of this.served.verbs) provided(verbClass, file, this.instanceOf);
  }

  async act(verb: VerbDeclaration, id: string, body: unknown): Promise<ReadRecord> {
    const ability = await this.gate.ability();
    const registry = await this.nouns.here();
    const resource = registry.of(verb.resource);
    const own = ability.of(resource);
    if (!isUuid(id)) throw new NotFound();
    await this.tenancy.transaction(async (transaction) => {
      const rule = all([idIs(resource, id), own.rows('read'), own.rows(verb.name)]);
      const [found] = await transaction.query<{ row: object }>(lockStatement(resource, rule, currentOrganizationId()));
      if (!found) {
        await this.read.get(resource, id);
        throw new Forbidden(`Your role does not allow you to ${verb.say.toLowerCase()} here.`);
      }
      const record = Object.assign(Object.create(verb.resource.prototype as object) as object, found.row);
      const instance = this.instanceOf(verb.verbClass) as Verb;
      await instance.run(record, inputOf(verb, body), this.actOn(resource, id, transaction, registry));
    });
    return this.read.get(resource, id);
  }

  private actOn(resource: ResourceModel, id: string, transaction: Transaction, registry: Registry): Act {
    const parsed = <T>({ json }: ReadRecord) => JSON.parse(json) as T;
    const model = (resourceClass: ResourceClass) => registry.of(resourceClass);
    return {
      rows: {
        get: async (resourceClass, wanted) => parsed(await this.read.get(model(resourceClass as unknown as ResourceClass), wanted)),
        create: async (resourceClass, values) => parsed(await this.write.create(model(resourceClass), values)),
        update: async (resourceClass, wanted, values) => parsed(await this.write.update(model(resourceClass), wanted, values)),
        delete: (resourceClass, wanted) => this.write.delete(model(resourceClass), wanted),
      },
      tell: async (fact, data = {}) => {
        await transaction.query(factStatement(fact, resource.name, id, data));
      },
    };
  }
}

/** The same faults, paths and sentences as for records. */
function inputOf(verb: VerbDeclaration, body: unknown): object {
  if (!verb.input) return {};
  if (typeof body !== 'object' || body === null || Array.isArray(body)) throw new Invalid([{ at: '', rule: 'type', say: 'Send one JSON object.' }]);
  const input = plainToInstance(verb.input as new () => object, body);
  const errors = validateSync(input, { whitelist: true, forbidNonWhitelisted: true, forbidUnknownValues: true });
  if (errors.length) throw new Invalid(errors.flatMap((error) => fieldErrors(error)));
  return input;
}

function fieldErrors({ property, constraints = {}, children = [] }: ValidationError, above = ''): FieldError[] {
  const at = above ? `${above}.${property}` : property;
  return [...Object.entries(constraints).map(([rule, say]) => ({ at, rule, say: `${say.charAt(0).toUpperCase()}${say.slice(1)}.` })), ...children.flatMap((child) => fieldErrors(child, at))];
}
