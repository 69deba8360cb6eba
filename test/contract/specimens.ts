import type { Field, Json } from '#kernel/field/field.js';
import { WriteDoor } from '#kernel/pipeline/write.js';
import type { ResourceModel } from '#kernel/resource/model.js';
import type { Registry } from '#kernel/resource/registry.js';
import { SYSTEM_FIELDS } from '#kernel/resource/tenant-row.js';
import { inOrganization } from '#kernel/tenancy/tenancy.js';
import type { Tenant, TwoTenants } from '#test/worlds/two-tenants.js';

export type Body = { [field: string]: Json };
export type Specimen = Body & { id: string };

export function writableFields(resource: ResourceModel): Field[] {
  return [...resource.fields.values()].filter(({ name, options }) => !SYSTEM_FIELDS.has(name) && !options.readOnly);
}

/** What a noun's own rules narrow further than its fields say. */
const NARROWED: Readonly<Record<string, (specimens: Specimens) => Promise<Body>>> = {
  taxRate: async () => ({ kind: 'charged' }),
  reminder: async (specimens) => ({ subject: 'company', recordId: await specimens.some('company') }),
};

/** What its own rules ask for beyond what its fields say is required. */
const NEEDED: Readonly<Record<string, Body>> = Object.fromEntries(['quotationLine', 'salesOrderLine', 'invoiceLine', 'opportunityLine'].map((noun) => [noun, { text: 'Something', unitPrice: 2 }]));

/** Valid records of any noun, made of what its fields say of themselves; what they need to point at is made first. */
export class Specimens {
  private readonly targets = new Map<ResourceModel, Promise<string>>();

  constructor(
    private readonly world: TwoTenants,
    private readonly tenant: Tenant,
    private readonly registry: Registry,
    private seed: number,
  ) {}

  /** At the door, as the owner of the organisation. */
  inside<T>(work: () => Promise<T>): Promise<T> {
    const { id, accounts, members } = this.world.organizations[this.tenant];
    return inOrganization(id, { kind: 'member', accountId: accounts.owner, memberId: members.owner }, work);
  }

  async make(resource: ResourceModel, body?: Body): Promise<Specimen> {
    const values = body ?? (await this.body(resource));
    const { json } = await this.inside(() => this.world.get(WriteDoor).create(resource, values));
    return JSON.parse(json) as Specimen;
  }

  /** Every field that a client may set. */
  async body(resource: ResourceModel): Promise<Body> {
    return { ...(await this.valuesOf(writableFields(resource))), ...(await NARROWED[resource.name]?.(this)) };
  }

  /** Only what must be there. */
  async least(resource: ResourceModel): Promise<Body> {
    return { ...(await this.valuesOf(writableFields(resource).filter(({ required, options }) => required && options.default === undefined))), ...NEEDED[resource.name] };
  }

  /** Other values than those of `before`, along the paths that its states allow. */
  async change(resource: ResourceModel, before: Body): Promise<Body> {
    this.targets.clear();
    const body = await this.body(resource);
    for (const field of writableFields(resource)) {
      const { type, name } = field;
      if (!type.mayMove) continue;
      const next = Array.from({ length: 20 }, (_, seed) => type.example(field, seed)).find((value) => value !== before[name] && type.mayMove!(before[name] ?? null, value, field));
      body[name] = next ?? before[name]!;
    }
    return body;
  }

  /** The id of a record that this field may point at. */
  target(field: Field): Promise<string> {
    return this.some(this.registry.target(field)!.name);
  }

  async some(noun: string): Promise<string> {
    const resource = this.registry.get(noun);
    const known = this.targets.get(resource) ?? this.least(resource).then((body) => this.make(resource, body)).then(({ id }) => id);
    this.targets.set(resource, known);
    return known;
  }

  private async valuesOf(fields: Field[]): Promise<Body> {
    const seed = (this.seed += 1);
    const values = await Promise.all(fields.map(async (field): Promise<[string, Json]> => [field.name, this.registry.target(field) ? await this.target(field) : field.type.example(field, seed)]));
    return Object.fromEntries(values);
  }
}
