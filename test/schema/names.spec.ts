import { createSchema, createTables, tableSchema } from '../../apps/console/schema/ddl.js';
import { identifier } from '#kernel/resource/database-names.js';
import { reference, type ResourceClass } from '#kernel/field/reference.js';
import { declareField } from '#kernel/field/declare.js';
import { text, Text } from '#kernel/field/text.js';
import { Resource } from '#kernel/resource/declaration.js';
import { grantsNobody } from '#kernel/resource/grants.js';
import { Registry } from '#kernel/resource/registry.js';
import { TenantRow } from '#kernel/resource/tenant-row.js';
import { tenancyViolations } from '../../apps/console/database/sealing.js';
import { organizationId } from '#test/worlds/database.js';
import { Workbench } from './workbench.js';

const plain = { personal: 'none' } as const;

/** A noun under a name that only this test uses, with fields of any names. */
function noun(name: string, fields: string[] = ['name'], links: Record<string, () => ResourceClass> = {}): ResourceClass {
  const declared = { [name]: class extends TenantRow {} }[name]!;
  fields.forEach((field, n) => declareField(text, { ...(n < 4 ? { list: n } : {}), ...(n < 2 ? { unique: 'live' as const } : {}), ...plain })(declared.prototype, field));
  for (const [field, to] of Object.entries(links)) declareField(reference, { to, onDelete: 'restrict' })(declared.prototype, field);
  Resource({ module: 'test', label: name, plural: name.toLowerCase(), title: fields[0]!, icon: 'box' })(declared);
  grantsNobody(declared);
  return declared;
}

let workbench: Workbench;

beforeAll(async () => {
  workbench = await Workbench.create();
  await workbench.clearOfProduct();
});

afterAll(() => workbench.close());

describe('Names', () => {
  it('may be words that SQL keeps for itself', async () => {
    const words = ['select', 'from', 'user', 'order', 'default', 'null', 'check', 'end', 'left', 'timestamp'];
    const classes = ['Order', 'User', 'Table', 'Group'].map((name) => noun(name, words));
    await workbench.bring(...classes);
    await workbench.query(`INSERT INTO "order" (organization_id, "select", "from", created_at, updated_at) VALUES ('${organizationId(1)}', 'a', 'b', now(), now())`);
    expect(await workbench.query(`SELECT after ->> 'from' AS noted FROM ledger_entry WHERE subject = 'order'`)).toEqual([{ noted: 'b' }]);
    await workbench.query('DROP TABLE "order", "user", "table", "group"');
  });

  it('that are longer than Postgres takes end in a hash, so that no two become one', async () => {
    const long = 'a'.repeat(46);
    const classes: ResourceClass[] = [noun('QuiteLongNameOfANounThatSomebodyLiked', [`${long}b`, `${long}c`], { [`${long}d`]: () => classes[0]! })];
    await workbench.bring(...classes);
    const { indexes, constraints, foreignKeys } = tableSchema(Registry.build(classes).find('quiteLongNameOfANounThatSomebodyLiked')!, Registry.build(classes));
    const names = [...indexes.keys(), ...constraints.keys(), ...foreignKeys.keys()];
    expect(new Set(names.map((name) => name.slice(0, 63))).size).toBe(9);
    expect(Math.max(...names.map((name) => name.length))).toBe(63);
    expect(identifier('short', 'pk')).toBe('short_pk');
    await workbench.query('DROP TABLE quite_long_name_of_anoun_that_somebody_liked');
  });

  it('that cannot be columns or tables stop the boot with their cure', () => {
    class Letter extends TenantRow {
      @Text(plain) aBcDeFgHiJkLmNoPqRsTuVwXyZaBcDeFgHiJkLmNoPqRsTuV!: string | null;
      @Text(plain) homeURL!: string | null;
      @Text(plain) homeUrl!: string | null;
      @Text(plain) ctid!: string | null;
    }
    Resource({ module: 'test', label: 'Letter', plural: 'letters', title: 'homeUrl', icon: 'box' })(Letter);
    grantsNobody(Letter);
    expect(() => Registry.build([Letter])).toThrow(/would need a column "a_bc.*Choose a shorter field name/);
    expect(() => Registry.build([Letter])).toThrow(/"homeUrl" and "homeURL" both need the column "home_url"/);
    expect(() => Registry.build([Letter])).toThrow(/the field name "ctid" is not allowed/);
    expect(() => Registry.build([noun(`L${'ong'.repeat(21)}`)])).toThrow(/its table would be called "long.*Choose a shorter class name/);
  });
});

describe('Order', () => {
  it('puts tables before those that point at them, and links of a circle behind all', async () => {
    const circle: ResourceClass[] = [
      noun('Leaf', ['name'], { branchId: () => circle[1]! }),
      noun('Branch', ['name'], { stemId: () => circle[2]!, branchId: () => circle[1]! }),
      noun('Stem', ['name'], { leafId: () => circle[0]! }),
    ];
    const registry = Registry.build(circle);
    const sql = createTables(['leaf', 'branch', 'stem'].map((name) => tableSchema(registry.get(name), registry)));
    expect(sql.map((part) => part.split('\n')[0])).toEqual([
      'CREATE TABLE "stem" (',
      'CREATE TABLE "branch" (',
      'CREATE TABLE "leaf" (',
      'ALTER TABLE "stem" ADD CONSTRAINT "stem_leaf_id_fk" FOREIGN KEY (organization_id, "leaf_id") REFERENCES "leaf" (organization_id, id);',
      'ALTER TABLE "stem" FORCE ROW LEVEL SECURITY;',
      'ALTER TABLE "leaf" FORCE ROW LEVEL SECURITY;',
    ]);
    await workbench.bring(...circle);
    expect(await tenancyViolations(workbench.administrator)).toEqual([]);
    await workbench.query('DROP TABLE leaf, branch, stem CASCADE');
  });
});

describe('Eighty nouns', () => {
  it('are derived, made and compared in seconds', async () => {
    const fields = Array.from({ length: 20 }, (_, n) => `field${n}`);
    const classes: ResourceClass[] = [];
    for (let n = 0; n < 80; n += 1) classes.push(noun(`Noun${n}`, fields, { previousId: () => classes[Math.max(0, n - 1)]!, nextId: () => classes[Math.min(79, n + 1)]! }));
    const registry = Registry.build(classes);
    const derived = await timed(async () => createSchema(registry));
    const compared = await timed(() => workbench.differences(...classes));
    expect(await workbench.differences(...classes)).toHaveLength(80);
    expect(derived).toBeLessThan(1_000);
    expect(compared).toBeLessThan(30_000);
    process.stderr.write(`derived in ${derived} ms, compared in ${compared} ms\n`);
  }, 120_000);
});

async function timed(work: () => Promise<unknown>): Promise<number> {
  const since = performance.now();
  await work();
  return Math.round(performance.now() - since);
}
