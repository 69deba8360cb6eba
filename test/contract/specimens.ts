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

/** What no client may leave out. */
export function neededFields(resource: ResourceModel): Field[] {
  return writableFields(resource).filter(({ required, options }) => required && options.default === undefined);
}

async function atCompany(specimens: Specimens): Promise<Body> {
  return { subject: 'company', recordId: await specimens.some('company') };
}

/** What a noun's own rules narrow further than its fields say. */
const NARROWED: Readonly<Record<string, (specimens: Specimens) => Promise<Body>>> = {
  reminder: atCompany,
  note: atCompany,
  communication: atCompany,
  communicationParty: atCompany,
  consent: async (specimens) => ({ ...(await atCompany(specimens)), answer: 'withdrawn' }),
  activityAttendee: atCompany,
  booking: (specimens) => Promise.resolve(specimens.anHour()),
  contactPoint: (specimens) => Promise.resolve({ isPrimary: false, companyId: specimens.company, contactId: null, phone: null }),
  address: async (specimens) => {
    await specimens.mainAddress();
    return { kind: 'office', isPrimary: false, companyId: specimens.company, contactId: null };
  },
  segmentEntry: async (specimens) => ({ subject: 'contact', recordId: await specimens.some('contact') }),
  segment: () => Promise.resolve({ of: 'contact', kind: 'fixed', condition: null }),
  activity: async (specimens) => ({ ...(await atCompany(specimens)), day: null, lastDay: null }),
  salesTarget: () => Promise.resolve({ teamId: null, measure: 'amount', amount: { amount: 1_000_000, currency: 'EUR' }, number: null }),
  taxRate: () => Promise.resolve({ kind: 'charged' }),
  // Of nobody else's noun: what it asks for would be asked of their records.
  customField: (specimens) => Promise.resolve({ resource: 'absence', key: specimens.aName(), type: 'text', options: {}, required: false, search: null }),
  mailServer: () => Promise.resolve({ active: false, userName: null, credential: null }),
  ...Object.fromEntries(['quotationLine', 'salesOrderLine', 'invoiceLine', 'opportunityLine'].map((noun) => [noun, () => Promise.resolve({ text: 'Something', unitPrice: 2 })])),
};

/** What stands from the first save on. */
const STANDING: Readonly<Record<string, readonly string[]>> = { customField: ['resource', 'key', 'type'] };

/** Valid records of any noun, made of what its fields say of themselves; what they need to point at is made first. */
export class Specimens {
  private readonly targets = new Map<ResourceModel, Promise<string>>();
  private main: Promise<unknown> | undefined;

  constructor(
    private readonly world: TwoTenants,
    private readonly tenant: Tenant,
    private readonly registry: Registry,
    private seed: number,
  ) {}

  /** That is there from the beginning: parts stay with it. */
  get company(): string {
    return this.world.organizations[this.tenant].companies[0]!;
  }

  /** The first one is the main one, whatever is said of it: all others can be what they are told to be. */
  mainAddress(): Promise<unknown> {
    const address = this.registry.get('address');
    this.main ??= this.valuesOf(neededFields(address)).then((values) => this.inside(() => this.world.get(WriteDoor).create(address, { ...values, kind: 'office', companyId: this.company, isPrimary: true })));
    return this.main;
  }

  /** One that no other specimen has. */
  anHour(): Body {
    const start = Date.UTC(2030, 0, 1) + (this.seed += 1) * 3_600_000;
    return { startsAt: new Date(start).toISOString(), endsAt: new Date(start + 3_600_000).toISOString() };
  }

  aName(): string {
    return `name${(this.seed += 1)}`;
  }

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

  /** Fields that must stay empty beside the others. */
  async emptyOf(resource: ResourceModel): Promise<string[]> {
    return Object.entries((await NARROWED[resource.name]?.(this)) ?? {}).flatMap(([name, value]) => (value === null ? [name] : []));
  }

  /** Only what must be there, by the fields or by the rules of the noun. */
  async least(resource: ResourceModel): Promise<Body> {
    const narrowed = Object.entries((await NARROWED[resource.name]?.(this)) ?? {}).filter(([, value]) => value !== null);
    return { ...(await this.valuesOf(neededFields(resource))), ...Object.fromEntries(narrowed) };
  }

  /** Other values than those of `before`, along the paths that its states allow. */
  async change(resource: ResourceModel, before: Body): Promise<Body> {
    this.targets.clear();
    const body = await this.body(resource);
    for (const name of STANDING[resource.name] ?? []) body[name] = before[name]!;
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
