import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import type pg from 'pg';
import { organizationId, TestDatabase } from '#test/worlds/database.js';
import { complaints, probes, viewpoint, type Probe } from '#test/worlds/fields.js';
import { mirrorRows } from '#test/worlds/mirror-rows.js';
import type { ColumnRef, Comparable, Field, Json, Operator, Stored } from './field.js';
import { mirroredType } from './mirrored.js';
import { configureSecretBox } from './secret-box.js';

const ORGANIZATION = organizationId(1);
const RUNS = { numRuns: 5 };

function custom({ title, field, ...probe }: Probe): Probe {
  return { ...probe, title: `custom ${title}`, field: { ...field, type: mirroredType(field.type), storage: 'custom' } };
}

const everyProbe = [...probes, ...probes.filter(({ field }) => field.type.mirror).map(custom)];

function columnOf({ name, storage }: Field): ColumnRef {
  const column = (suffix = '') => (storage === 'custom' ? 'r.custom' : `r."${suffix ? `${name}_${suffix}` : name}"`);
  return Object.assign(column, { resource: 'thing', field: name, record: 'r.id', organization: 'r.organization_id' }) as unknown as ColumnRef & typeof column;
}

describe('In Postgres', () => {
  let database: TestDatabase;
  let client: pg.PoolClient;

  beforeAll(async () => {
    configureSecretBox(randomBytes(32));
    database = await TestDatabase.create();
    client = await database.pool(database.administratorUrl, { max: 1 }).connect();
    // Instants are written in the zone of the session: that of the roles that serve.
    await client.query(`SET TimeZone = 'UTC';
      CREATE TEMP TABLE field_value (organization_id uuid, id uuid DEFAULT gen_random_uuid(), resource text, field text, record_id uuid,
        text_value text, number_value double precision, time_value timestamptz, flag_value boolean)`);
  });

  afterAll(async () => {
    client.release();
    await database.drop();
  });

  async function makeTable({ name, type, ...rest }: Field): Promise<void> {
    const field = { name, type, ...rest };
    const columns = type.columns(field).map(({ suffix, type: sqlType, generatedAs, check }) => {
      const column = `"${suffix ? `${name}_${suffix}` : name}"`;
      const own = (expression: string) => expression.replaceAll('$column', column);
      return `, ${column} ${sqlType}${generatedAs ? ` GENERATED ALWAYS AS (${generatedAs.replaceAll('$column', `"${name}"`)}) STORED` : ''}${check ? ` CHECK (${own(check)})` : ''}`;
    });
    await client.query(`DROP TABLE IF EXISTS probe; CREATE TEMP TABLE probe (organization_id uuid, id uuid, custom jsonb NOT NULL DEFAULT '{}'${columns.join('')})`);
  }

  /** Stores one row for each, and answers what readers are shown, in the same order. */
  async function store(field: Field, rows: readonly (Stored | null)[]): Promise<Json[]> {
    await client.query('TRUNCATE probe, field_value');
    const columns: [string, (stored: Stored) => unknown][] = field.storage === 'custom'
      ? [['custom', (stored) => JSON.stringify({ [field.name]: stored[''] })]]
      : [...new Set(rows.flatMap((stored) => Object.keys(stored ?? {})))].map((suffix) => [`"${suffix ? `${field.name}_${suffix}` : field.name}"`, (stored) => stored[suffix]]);
    const bound: unknown[] = [ORGANIZATION];
    const tuples = rows.map((stored, index) => [organizationId(index), ...columns.map(([, value]) => (stored ? value(stored) : field.storage === 'custom' ? '{}' : null))]);
    const inserted = tuples.map((tuple) => `($1, ${tuple.map((value) => `$${bound.push(value)}`).join(', ')})`);
    if (rows.length) await client.query(`INSERT INTO probe (${['organization_id', 'id', ...columns.map(([name]) => name)].join(', ')}) VALUES ${inserted.join(', ')}`, bound);
    const values = field.type.name === 'tags' && field.storage === 'column' ? `jsonb_build_object('${field.name}', to_jsonb(p."${field.name}"))` : 'p.custom';
    await client.query(`INSERT INTO field_value (organization_id, resource, record_id, field, text_value, number_value, time_value, flag_value)
      SELECT p.organization_id, 'thing', p.id, m.* FROM probe p, LATERAL (${mirrorRows(values)}) m`);
    const shown = await client.query<{ shown: Json }>(`SELECT json_build_object('v', ${field.type.shown(columnOf(field), field)}) -> 'v' AS shown FROM probe r ORDER BY id`);
    return shown.rows.map((row) => row.shown);
  }

  const accepted = (field: Field, values: readonly Json[]): Stored[] =>
    values.map((value) => (value === null ? undefined : field.type.accept(value, field, complaints().complain))).filter((stored) => stored !== undefined);

  describe.each(everyProbe.map((probe) => [probe.title, probe] as const))('%s', (_title, { field, values, arguments: args }) => {
    beforeAll(() => makeTable(field));

    it('is shown as it is taken', async () => {
      await fc.assert(fc.asyncProperty(fc.array(values, { maxLength: 20 }), async (random) => {
        const examples = [1, 2, 3].map((seed) => field.type.example(field, seed));
        const stored = accepted(field, [...examples, ...random]);
        const shown = await store(field, stored);
        const filled = shown.filter((value) => value !== null);
        expect(filled.length).toBeGreaterThanOrEqual(3);
        const again = accepted(field, filled);
        expect(again).toHaveLength(filled.length);
        if (field.type.name === 'secret') return;
        expect(await store(field, again)).toEqual(filled);
        const cells = filled.filter((value) => field.type.cell.write(value, field) !== null);
        const read = cells.map((value) => field.type.cell.read(String(field.type.cell.write(value, field)), field));
        expect(await store(field, accepted(field, read))).toEqual(cells);
      }), RUNS);
    });

    it('is filtered alike in SQL and in memory', async () => {
      const one = fc.tuple(fc.constantFrom(...Object.keys(field.type.operators)), fc.array(args, { minLength: 1, maxLength: 3 }));
      const zone = fc.constantFrom('UTC', 'Europe/Berlin', 'Pacific/Kiritimati', 'America/Sao_Paulo');
      let compared = 0;
      await fc.assert(fc.asyncProperty(fc.array(values, { minLength: 5, maxLength: 25 }), fc.array(one, { minLength: 20, maxLength: 40 }), zone, async (random, wanted, timeZone) => {
        const shown = await store(field, [...accepted(field, random), null, null]);
        const view = viewpoint('2026-03-15T23:30:00Z', timeZone);
        const questions = wanted.flatMap(([name, given]) => {
          const operator = field.type.operators[name]!;
          const parsed = parseAll(operator, field, given.slice(0, operator.takes === 'many' ? 3 : 1), view);
          return parsed ? [{ name, operator, parsed }] : [];
        });
        if (questions.length === 0) return;
        const bound: unknown[] = [];
        const bind = (value: unknown, type: string) => `$${bound.push(value)}::${type}`;
        const columns = questions.map(({ operator, parsed }, index) => `coalesce(${operator.sql(columnOf(field), bind, parsed)}, false) AS q${index}`);
        const { rows } = await client.query<Record<string, boolean>>(`SELECT ${columns.join(', ')} FROM probe r ORDER BY r.id`, bound);
        for (const [row, value] of shown.entries()) {
          for (const [index, { name, operator, parsed }] of questions.entries()) {
            compared++;
            const [found, expected] = [rows[row]![`q${index}`], operator.test(value, parsed)];
            // Tens of thousands of comparisons: only what is worth reading goes through expect.
            if (found !== expected) expect({ value, name, parsed, found }).toEqual({ value, name, parsed, found: expected });
          }
        }
      }), RUNS);
      expect(compared).toBeGreaterThan(150);
    });

    it('is sorted in the order of what is shown', async () => {
      const { sort } = field.type;
      if (!sort) return;
      const by = sort.by?.(columnOf(field)) ?? columnOf(field)(sort.suffix);
      await fc.assert(fc.asyncProperty(fc.array(values, { maxLength: 20 }), async (random) => {
        await store(field, [...accepted(field, random), null]);
        const { rows } = await client.query<{ type: string; v: Json }>(
          `SELECT pg_typeof(${by})::text AS type, (json_build_object('v', ${field.type.shown(columnOf(field), field)}) -> 'v') AS v FROM probe r ORDER BY ${by} NULLS LAST, r.id`,
        );
        expect(rows.every(({ type }) => type === sort.type || type === 'timestamp with time zone')).toBe(true);
        const { gt } = field.type.operators;
        const found = rows.map(({ v }) => v).filter((value) => value !== null);
        if (gt && field.type.name !== 'money') {
          for (const [index, value] of found.slice(1).entries()) {
            const parsed = parseAll({ ...gt, argument: undefined }, field, [comparableForm(value)], viewpoint('2026-03-15T12:00:00Z'));
            if (parsed) expect(gt.test(found[index]!, parsed)).toBe(false);
          }
        }
      }), RUNS);
    });
  });

  it('every comparison is leakproof, so that it can be an index condition under row-level security', async () => {
    const used = new Set<string>();
    for (const { field } of everyProbe) {
      for (const operator of Object.values(field.type.operators)) {
        const bind = (_value: unknown, type: string) => {
          used.add(type.replace('[]', ''));
          return '$1';
        };
        const sql = operator.sql(columnOf(field), bind, ['EUR 1', 'EUR 2']);
        expect(sql.replace(/starts_with\(/g, '')).not.toMatch(/\b(?:lower|like|ilike|jsonb|numeric)\b|->|@>|&&|~|::/i);
      }
    }
    const { rows } = await client.query<{ oprname: string; type: string }>(
      `SELECT o.oprname, o.oprleft::regtype::text AS type FROM pg_operator o JOIN pg_proc p ON p.oid = o.oprcode
        WHERE o.oprleft = o.oprright AND o.oprleft = ANY ($1::regtype[]) AND o.oprname IN ('=', '<', '<=', '>', '>=', '<>') AND NOT p.proleakproof
       UNION ALL SELECT proname, '' FROM pg_proc WHERE proname = 'starts_with' AND NOT proleakproof`,
      [[...used]],
    );
    expect([...used].sort()).toEqual(['bigint', 'boolean', 'date', 'double precision', 'text', 'timestamptz', 'uuid']);
    expect(rows).toEqual([]);
  });
});

function comparableForm(value: Json): Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value['at'] ?? value) : value;
}

/** The arguments parsed, or undefined when one of them is complained of. */
function parseAll(operator: Pick<Operator, 'takes' | 'argument'>, field: Field, given: readonly Json[], view: ReturnType<typeof viewpoint>): Comparable[] | undefined {
  if (operator.takes === 'nothing') return [];
  const parsed = given.map((value) => (operator.argument ?? field.type.argument)(value, field, view, complaints().complain));
  return parsed.includes(undefined) ? undefined : (parsed.flat() as Comparable[]);
}
