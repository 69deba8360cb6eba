import { createHash } from 'node:crypto';
import fc from 'fast-check';
import pg from 'pg';
import { createSchema } from '../../apps/console/schema/ddl.js';
import { declareField } from '#kernel/field/declare.js';
import type { Field, FieldType, Json, Stored } from '#kernel/field/field.js';
import { owner } from '#kernel/field/owner.js';
import { reference } from '#kernel/field/reference.js';
import { configureSecretBox } from '#kernel/field/secret-box.js';
import { Text } from '#kernel/field/text.js';
import { Ability } from '#kernel/gate/ability.js';
import { AccessSource, viewpointOf, type Access } from '#kernel/gate/access.js';
import { Gate } from '#kernel/gate/gate.js';
import { ALWAYS, type Row } from '#kernel/gate/predicate.js';
import { Hooks } from '#kernel/pipeline/hooks.js';
import { ReadDoor } from '#kernel/pipeline/read.js';
import { customKey } from '#kernel/pipeline/select.js';
import { SearchDoor } from '#kernel/pipeline/search.js';
import { WriteDoor } from '#kernel/pipeline/write.js';
import { lockStatement } from '#kernel/pipeline/write-statements.js';
import { withCustomFields, type CustomFieldDefinition } from '#kernel/resource/custom-fields.js';
import { Resource } from '#kernel/resource/declaration.js';
import { grantsNobody } from '#kernel/resource/grants.js';
import type { ResourceModel } from '#kernel/resource/model.js';
import { Registry } from '#kernel/resource/registry.js';
import { TenantRow } from '#kernel/resource/tenant-row.js';
import { systemClock } from '#kernel/tenancy/scope.js';
import { inOrganization, type Tenancy } from '#kernel/tenancy/tenancy.js';
import type { Transaction } from '#kernel/tenancy/transaction.js';
import { uuidv7 } from '#kernel/tenancy/uuid.js';
import { builtInNouns } from '#test/worlds/built-in-nouns.js';
import { organizationId, TestDatabase } from '#test/worlds/database.js';
import { complaints, fieldOf, probes, type Probe } from '#test/worlds/fields.js';
import { MACHINERY } from '#test/worlds/rows.js';
import { BELOW, MATE, ME } from './random-roles.js';

@Resource({ module: 'test', label: 'Keeper', plural: 'keepers', title: 'name', icon: 'user' })
class Keeper extends TenantRow {
  @Text({ required: true, personal: true }) name!: string;
}

@Resource({ module: 'test', label: 'Part', plural: 'parts', title: 'name', icon: 'box' })
class Part extends TenantRow {
  @Text({ required: true, personal: 'none' }) name!: string;
  @Text({ personal: 'none', fields: 'finance' }) price!: string | null;
}
declareField(owner, { to: () => Keeper, onDelete: 'restrict' })(Part.prototype, 'keeperId');

/** One field of each type, some of them in groups, beside two that are searched. */
@Resource({ module: 'test', label: 'Thing', plural: 'things', title: 'title', icon: 'box' })
class Thing extends TenantRow {
  @Text({ search: 'A', personal: 'none' }) title!: string | null;
  @Text({ search: 'B', personal: 'none', fields: 'private' }) note!: string | null;
}
const GROUPS = [undefined, undefined, undefined, 'finance', 'private'];
const byField = new Map<string, Probe>();
for (const [n, probe] of probes.entries()) {
  const { type, options } = probe.field;
  const name = type.name === 'owner' ? 'keeperId' : type.name === 'reference' ? 'partId' : `field${n}`;
  const target = type === (owner as FieldType) ? { to: () => Keeper, onDelete: 'restrict' as const } : type === (reference as FieldType) ? { to: () => Part, onDelete: 'restrict' as const } : {};
  declareField(type, { personal: 'none', fields: name.startsWith('field') ? GROUPS[n % GROUPS.length] : undefined, readOnly: type.name === 'counter' ? true : undefined, ...options, ...target })(Thing.prototype, name);
  byField.set(name, probe);
}
for (const noun of [Keeper, Part, Thing]) grantsNobody(noun);

// And some that the organisation gave to it itself.
const OWN = ['text', 'email', 'integer', 'boolean', 'date', 'choice', 'tags', 'money'];
const definitions = OWN.map((type): CustomFieldDefinition => {
  const probe = probes.find(({ field }) => field.type.name === type)!;
  byField.set(`custom.${type}`, probe);
  return { resource: 'thing', key: type, label: type, help: null, type, options: probe.field.options as Json, required: null, list: null, search: null, personal: 'none' };
});
const declared = Registry.build([Keeper, Part, Thing]);

export const registry = withCustomFields(declared, definitions);
export const thing = registry.get('thing');
export const part = registry.get('part');
export const keeper = registry.get('keeper');
/** By name, with how their values and arguments come about. */
export const probed: ReadonlyMap<string, Probe> = byField;

const HERE = organizationId(1);

/** Whoever asks has the rights that the test gives them. */
class Granted extends AccessSource {
  readonly byMember = new Map<string, Access>();

  override accessOfMember(memberId: string): Promise<Access | null> {
    return Promise.resolve(this.byMember.get(memberId) ?? null);
  }

  override accessOfKey(): Promise<null> {
    return Promise.resolve(null);
  }
}

class Undo extends Error {}

/** Random records of the thing in a real database, and the doors to them. */
export class Things {
  readonly read: ReadDoor;
  readonly search: SearchDoor;
  readonly write: WriteDoor;
  things: readonly Row[] = [];
  deleted: readonly Row[] = [];
  parts: readonly Row[] = [];
  keepers: readonly Row[] = [];
  private readonly granted = new Granted();

  private constructor(
    private readonly database: TestDatabase,
    readonly tenancy: Tenancy,
  ) {
    const nouns = builtInNouns(registry);
    const gate = new Gate(this.granted, nouns);
    this.read = new ReadDoor(tenancy, gate);
    this.search = new SearchDoor(tenancy, gate, nouns);
    this.write = new WriteDoor(tenancy, gate, new Hooks(registry, () => ({})));
  }

  static async create(count: number, seed: number): Promise<Things> {
    configureSecretBox(Buffer.alloc(32, 7));
    const database = await TestDatabase.create();
    const owning = new pg.Client({ connectionString: database.ownerUrl });
    await owning.connect();
    await owning.query(createSchema(declared));
    await owning.end();
    const things = new Things(database, database.tenancy());
    await things.fill(count, seed);
    return things;
  }

  close(): Promise<void> {
    return this.database.drop();
  }

  ability(access: Access): Ability {
    return new Ability(access, viewpointOf(access, systemClock));
  }

  /** Acts at the doors with these rights; as our own machinery without any. */
  as<T>(access: Access | null, work: () => Promise<T>): Promise<T> {
    if (!access) return inOrganization(HERE, MACHINERY, work);
    const memberId = uuidv7();
    this.granted.byMember.set(memberId, access);
    return inOrganization(HERE, { kind: 'member', accountId: memberId, memberId }, work);
  }

  /** Leaves everything as it was. */
  async undone<T>(access: Access | null, work: (transaction: Transaction) => Promise<T>): Promise<T> {
    let result: T;
    const undoing = this.as(access, () => this.tenancy.transaction(async (transaction) => {
      result = await work(transaction);
      throw new Undo();
    }));
    await undoing.catch((error: unknown) => {
      if (!(error instanceof Undo)) throw error;
    });
    return result!;
  }

  async rows(resource: ResourceModel, deleted = false): Promise<Row[]> {
    const found = await this.undone(null, (transaction) => transaction.query<{ row: Row }>(lockStatement(resource, ALWAYS, HERE, { deleted })));
    return found.map(({ row }) => row);
  }

  private async fill(count: number, seed: number): Promise<void> {
    const column = (name: string): Stored => ({ '': name });
    for (const id of [ME, MATE, BELOW]) {
      await this.insert('keeper', id, [[fieldOf('text', {}, 'name'), column(`Keeper ${id.at(-1)}`)]]);
      await this.insert('part', id, [[fieldOf('text', {}, 'name'), column(`Part ${id.at(-1)}`)], [fieldOf('text', {}, 'price'), column('7')], [part.owner!, column(id)]]);
    }
    const ids: string[] = [];
    for (let n = 0; n < count; n += 1) {
      const id = uuidv7();
      ids.push(id);
      const values = [...probed].flatMap(([name, { values: random }], index): [Field, Stored][] => {
        const field = thing.fields.get(name)!;
        const [given] = fc.sample(fc.option(random, { freq: 4 }), { seed: seed + n * 100 + index, numRuns: 1 });
        const value = given ?? (field.type.name === 'tags' ? [] : null);
        const stored = value === null ? undefined : this.accepted(field, value);
        // A text of nothing but blanks is no value; the door stores none, and neither does this.
        return stored && Object.values(stored).some((part) => part !== null) ? [[field, stored]] : [];
      });
      for (const name of ['title', 'note']) values.push([thing.fields.get(name)!, column(wordOf(seed, n, name))]);
      await this.insert('thing', id, values);
    }
    await this.as(null, async () => {
      for (const id of ids.filter((_, n) => n % 6 === 5)) await this.write.delete(thing, id);
    });
    [this.things, this.deleted, this.parts, this.keepers] = [await this.rows(thing), await this.rows(thing, true), await this.rows(part), await this.rows(keeper)];
  }

  private accepted(field: Field, value: Json): Stored | undefined {
    return field.type.accept(value, field, complaints().complain);
  }

  private insert(table: string, id: string, values: readonly [Field, Stored][]): Promise<unknown> {
    const own = values.filter(([{ storage }]) => storage === 'custom').map(([field, stored]) => [customKey(field), stored[''] ?? null]);
    const columns: { name: string; type: string; value: unknown }[] = values.flatMap(([field, stored]) => field.type.columns(field).filter(({ generatedAs }) => !generatedAs).map(({ suffix, type }) => ({ name: suffix ? `${field.column}_${suffix}` : field.column, type, value: stored[suffix] ?? null })));
    if (own.length) columns.push({ name: 'custom', type: 'jsonb', value: JSON.stringify(Object.fromEntries(own)) });
    const text = `INSERT INTO ${table} (organization_id, id, created_at, updated_at${columns.map(({ name }) => `, "${name}"`).join('')}) VALUES ($1, $2, now(), now()${columns.map(({ type }, n) => `, $${n + 3}::${type}`).join('')})`;
    return this.as(null, () => this.tenancy.write({ text, values: [HERE, id, ...columns.map(({ value }) => value)] }));
  }
}

/** Letters that no other word resembles, so that no tolerance for typing errors finds one for another. */
function wordOf(...parts: (string | number)[]): string {
  return createHash('sha256').update(parts.join(' ')).digest('hex').slice(0, 14).replaceAll(/\d/g, (digit) => 'ghijklmnop'[Number(digit)]!);
}
