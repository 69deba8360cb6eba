import { tenancyViolations } from '../../apps/console/database/sealing.js';
import { declareField, type On, type OnRequired } from '#kernel/field/declare.js';
import type { CommonOptions, FieldType } from '#kernel/field/field.js';
import { Moment } from '#kernel/field/moment.js';
import { BelongsTo, type Id } from '#kernel/field/reference.js';
import { text, Text } from '#kernel/field/text.js';
import { Resource } from '#kernel/resource/declaration.js';
import { grantsNobody } from '#kernel/resource/grants.js';
import type { ResourceClass } from '#kernel/field/reference.js';
import { TenantRow } from '#kernel/resource/tenant-row.js';
import { organizationId } from '#test/worlds/database.js';
import { squawk } from './squawk.js';
import { Workbench } from './workbench.js';

const A = organizationId(1);
const B = organizationId(2);
const described = { module: 'test', label: 'Parcel', plural: 'parcels', title: 'name', icon: 'box' };
const plain = { personal: 'none' } as const;

/** A text of a few, with a column that the database computes from it if wanted. */
function OneOf(values: string[], options: CommonOptions & { keyed?: true } = {}): On<string> & OnRequired<string> {
  const type: FieldType = {
    ...(text as unknown as FieldType),
    name: 'oneOf',
    columns: () => [
      { suffix: '', type: 'text', check: `$column IN (${values.map((value) => `'${value.replaceAll("'", "''")}'`).join(', ')})` },
      ...(options.keyed ? [{ suffix: 'key', type: 'text', generatedAs: 'lower($column)' }] : []),
    ],
  };
  return declareField(type, { ...plain, ...options });
}

function known(noun: ResourceClass, options: Partial<typeof described> = {}): ResourceClass {
  Resource({ ...described, ...options })(noun);
  grantsNobody(noun);
  return noun;
}

class Depot extends TenantRow {
  @Text({ required: true, list: 1, ...plain }) name!: string;
}
known(Depot, { plural: 'depots' });

function parcel(): ResourceClass {
  class Parcel extends TenantRow {
    @Text({ required: true, list: 1, unique: 'live', ...plain }) name!: string;
    @OneOf(['small', 'large']) size!: string | null;
  }
  return known(Parcel);
}

let workbench: Workbench;

beforeAll(async () => {
  workbench = await Workbench.create();
  await workbench.clearOfProduct();
});

afterEach(() => workbench.clear());
afterAll(() => workbench.close());

async function withRows(): Promise<void> {
  await workbench.bring(Depot, parcel());
  for (const organization of [A, B]) {
    await workbench.query(`INSERT INTO parcel (organization_id, name, created_at, updated_at) SELECT '${organization}', n, now(), now() FROM generate_series(1, 100) n`);
  }
}

describe('A migration', () => {
  it('is not written when the schema says what is declared', async () => {
    await workbench.bring(Depot, parcel());
    expect(await workbench.bring(Depot, parcel())).toEqual([]);
  });

  it('makes the table of a new noun in one file, sealed', async () => {
    const files = await workbench.bring(Depot);
    expect(files.map(({ file }) => file.replace(/^\d+/, ''))).toEqual(['-test.sql']);
    expect(files[0]!.sql).toMatch(/^-- Depot, declared in \S+\nCREATE TABLE "depot"/);
    expect(await tenancyViolations(workbench.administrator)).toEqual([]);
    expect(files.map(({ file, sql }) => squawk(file, sql))).toEqual(['']);
  });

  it('adds optional fields, links, checks and indexes to rows of several organisations without stopping them', async () => {
    await withRows();
    class Parcel extends TenantRow {
      @Text({ required: true, list: 1, unique: 'live', ...plain }) name!: string;
      @OneOf(['small', 'large']) size!: string | null;
      @Text({ max: 30, list: 2, unique: 'live', ...plain }) code!: string | null;
      @BelongsTo(() => Depot) depotId!: Id | null;
      @BelongsTo(() => Parcel) wholeId!: Id | null;
    }
    const [first, afterwards] = await workbench.bring(Depot, known(Parcel));
    expect(first!.sql).toContain('ADD CONSTRAINT "parcel_depot_id_fk" FOREIGN KEY (organization_id, "depot_id") REFERENCES "depot" (organization_id, id) NOT VALID;');
    expect(afterwards!.sql).toMatch(/^-- without transaction/);
    expect(afterwards!.sql).toContain('VALIDATE CONSTRAINT "parcel_code_check"');
    expect(afterwards!.sql).toContain('CREATE UNIQUE INDEX CONCURRENTLY "parcel_code_live"');
    expect([first!, afterwards!].map(({ file, sql }) => squawk(file, sql))).toEqual(['', '']);
    expect(await tenancyViolations(workbench.administrator)).toEqual([]);
    expect(await workbench.query('SELECT count(*)::int AS rows FROM parcel')).toEqual([{ rows: 200 }]);
  });

  it('may be run again from the beginning of the file that stands alone', async () => {
    await withRows();
    class Parcel extends TenantRow {
      @Text({ required: true, list: 1, unique: 'live', ...plain }) name!: string;
      @OneOf(['small', 'large'], { unique: 'live' }) size!: string | null;
    }
    const wanted = [Depot, known(Parcel)];
    await workbench.query(`UPDATE parcel SET size = 'small' WHERE name IN ('1', '2')`);
    await expect(workbench.bring(...wanted)).rejects.toThrow(/could not create unique index/);
    expect(await workbench.differences(...wanted)).toEqual([expect.stringMatching(/^parcel\.parcel_size_live \(index\) is declared as .* INVALID/)]);
    await workbench.query(`UPDATE parcel SET size = NULL`);
    await workbench.run([]);
    expect(await workbench.differences(...wanted)).toEqual([]);
  });

  it('finds a foreign row behind a link that was missing, in whichever organisation', async () => {
    class Parcel extends TenantRow {
      @Text({ required: true, ...plain }) name!: string;
      @BelongsTo(() => Depot) depotId!: Id | null;
    }
    const wanted = [Depot, known(Parcel)];
    await workbench.bring(...wanted);
    await workbench.query('ALTER TABLE parcel DROP CONSTRAINT parcel_depot_id_fk');
    await workbench.query(`INSERT INTO depot (organization_id, id, name, created_at, updated_at) VALUES ('${A}', '${A}', 'of A', now(), now())`);
    await workbench.query(`INSERT INTO parcel (organization_id, depot_id, name, created_at, updated_at) VALUES ('${B}', '${A}', 'of B', now(), now())`);
    await expect(workbench.bring(...wanted)).rejects.toThrow(/violates foreign key constraint "parcel_depot_id_fk"/);
  });

  it('gives rows that are there, and rows of the release before, the default of a new required field', async () => {
    await withRows();
    class Parcel extends TenantRow {
      @Text({ required: true, list: 1, unique: 'live', ...plain }) name!: string;
      @OneOf(['small', 'large']) size!: string | null;
      @OneOf(['blue', "o'brown"], { required: true, default: "o'brown" }) colour!: string;
    }
    const [first] = await workbench.bring(Depot, known(Parcel));
    expect(first!.sql).toContain(`ADD COLUMN "colour" text COLLATE "unicode" NOT NULL DEFAULT 'o''brown';`);
    await workbench.query(`INSERT INTO parcel (organization_id, name, created_at, updated_at) VALUES ('${A}', 'old release', now(), now())`);
    expect(await workbench.query('SELECT DISTINCT colour FROM parcel')).toEqual([{ colour: "o'brown" }]);
  });

  it('takes one more choice and a longer text', async () => {
    await withRows();
    class Parcel extends TenantRow {
      @Text({ required: true, list: 1, unique: 'live', max: 900, ...plain }) name!: string;
      @OneOf(['small', 'medium', 'large']) size!: string | null;
    }
    const files = await workbench.bring(Depot, known(Parcel));
    expect(files[0]!.sql).toContain('DROP CONSTRAINT "parcel_size_check", ADD CONSTRAINT "parcel_size_check" CHECK');
    expect(files.map(({ file, sql }) => squawk(file, sql))).toEqual(['', '']);
    await workbench.query(`UPDATE parcel SET size = 'medium'`);
    await expect(workbench.query(`UPDATE parcel SET size = 'huge'`)).rejects.toThrow(/parcel_size_check/);
  });

  it('makes a field required in two steps, of which the second finds rows that lack it', async () => {
    await withRows();
    class Parcel extends TenantRow {
      @Text({ required: true, list: 1, unique: 'live', ...plain }) name!: string;
      @OneOf(['small', 'large'], { required: true }) size!: string;
    }
    const wanted = [Depot, known(Parcel)];
    await expect(workbench.bring(...wanted)).rejects.toThrow(/column "size" of relation "parcel" contains null values/);
    await workbench.query(`UPDATE parcel SET size = 'small'`);
    await workbench.run([]);
    expect(await workbench.differences(...wanted)).toEqual([]);
  });

  it('puts back what protects the rows', async () => {
    await withRows();
    await workbench.query(`ALTER TABLE parcel NO FORCE ROW LEVEL SECURITY; DROP POLICY tenant_fence ON parcel; DROP TRIGGER ledger ON parcel;
      ALTER TABLE parcel DISABLE TRIGGER field_values; REVOKE SELECT ON parcel FROM crm_app; ALTER TABLE parcel ALTER id DROP DEFAULT`);
    expect(await workbench.differences(Depot, parcel())).toHaveLength(6);
    await workbench.bring(Depot, parcel());
  });
});

describe('A migration is refused', () => {
  async function refused(...classes: ResourceClass[]): Promise<string> {
    const { refused: sentences } = await workbench.plan(...classes);
    expect(sentences).toHaveLength(1);
    return sentences[0]!;
  }

  it('for a required field that rows lack', async () => {
    await withRows();
    class Parcel extends TenantRow {
      @Text({ required: true, list: 1, unique: 'live', ...plain }) name!: string;
      @OneOf(['small', 'large']) size!: string | null;
      @Moment({ required: true, ...plain }) sentAt!: string;
    }
    expect(await refused(Depot, known(Parcel))).toBe(
      'parcel.sent_at (column) is declared and missing in the database. It is required, but the rows that are there lack it and the release that is running does not write it. ' +
        'Give the field a default that is a plain value; or declare it without required, release that, fill it in by a migration in batches, and make it required then.',
    );
  });

  it('for a removed field, which a human retires first and drops a release later', async () => {
    await withRows();
    class Parcel extends TenantRow {
      @OneOf(['small', 'large']) size!: string | null;
    }
    const wanted = [Depot, known(Parcel, { title: 'size' })];
    const sentence = await refused(...wanted);
    expect(sentence).toMatch(/^parcel\.name \(column\) is in the database and no noun declares it\. If it was renamed/);
    const [, retire, drop] = /: (ALTER TABLE .*;) and in a later release (ALTER TABLE .*;)$/.exec(sentence)!;
    await workbench.query(`COMMENT ON COLUMN parcel.name IS 'retired'`);
    expect(await refused(...wanted)).toMatch(/^parcel\.name \(required\) is in the database and no noun declares it\./);
    await workbench.query(retire!);
    expect(await workbench.bring(...wanted)).toEqual([]);
    await workbench.query(drop!);
    expect(await workbench.bring(...wanted)).toEqual([]);
  });

  it('for a removed noun', async () => {
    await workbench.bring(Depot, parcel());
    expect(await refused(Depot)).toMatch(/^parcel \(table\) is in the database and no noun declares it\./);
    await workbench.query(`COMMENT ON TABLE parcel IS 'retired'`);
    expect(await workbench.bring(Depot)).toEqual([]);
  });

  it('for another type', async () => {
    await withRows();
    class Parcel extends TenantRow {
      @Text({ required: true, list: 1, unique: 'live', ...plain }) name!: string;
      @Moment(plain) size!: string | null;
    }
    const { refused: sentences } = await workbench.plan(Depot, known(Parcel));
    expect(sentences[0]).toMatch(/^parcel\.size \(column\) is declared as timestamp with time zone and is text COLLATE unicode\. A type does not change in place/);
  });

  it('for a choice less, and for a field that may be empty from now on', async () => {
    await withRows();
    class Parcel extends TenantRow {
      @Text({ list: 1, unique: 'live', ...plain }) name!: string | null;
      @OneOf(['small']) size!: string | null;
    }
    const { refused: sentences } = await workbench.plan(Depot, known(Parcel));
    expect(sentences).toEqual([
      expect.stringMatching(/^parcel\.name \(required\) is in the database and no noun declares it\..*DROP NOT NULL;$/),
      expect.stringMatching(/^parcel\.parcel_size_check \(constraint\) is declared as .* It does not only take more than before/),
    ]);
  });

  it('for a computed column on a table that has rows, with the SQL to write', async () => {
    await withRows();
    class Parcel extends TenantRow {
      @Text({ required: true, list: 1, unique: 'live', ...plain }) name!: string;
      @OneOf(['small', 'large'], { keyed: true }) size!: string | null;
    }
    expect(await refused(Depot, known(Parcel))).toMatch(/ALTER TABLE "parcel" ADD COLUMN "size_key" text GENERATED ALWAYS AS \(lower\("size"\)\) STORED;$/);
  });

  it('for an index, a policy and a grant that nobody declares, unless a human keeps the index', async () => {
    await withRows();
    await workbench.query('CREATE INDEX parcel_fast ON parcel (organization_id, size)');
    expect(await refused(Depot, parcel())).toMatch(/^parcel\.parcel_fast \(index\) .* or keep it: COMMENT ON INDEX/);
    await workbench.query(`COMMENT ON INDEX parcel_fast IS 'by hand: the board of sizes'`);
    expect(await workbench.bring(Depot, parcel())).toEqual([]);
    await workbench.query('CREATE POLICY wide ON parcel USING (true); GRANT SELECT ON parcel TO crm_platform');
    expect((await workbench.plan(Depot, parcel())).refused).toEqual([
      expect.stringMatching(/DROP POLICY "wide" ON "parcel";$/),
      expect.stringMatching(/REVOKE SELECT ON "parcel" FROM crm_platform;$/),
    ]);
  });
});
