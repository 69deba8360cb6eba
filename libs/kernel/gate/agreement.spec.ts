import fc from 'fast-check';
import type { Field, Json } from '#kernel/field/field.js';
import type { ListRequest } from '#kernel/pipeline/list-query.js';
import { Problem } from '#kernel/pipeline/problem.js';
import type { ResourceModel } from '#kernel/resource/model.js';
import { systemClock } from '#kernel/tenancy/scope.js';
import { organizationId } from '#test/worlds/database.js';
import { accesses, comparisonOf } from '#test/gate/random-roles.js';
import { keeper, part, probed, thing, Things } from '#test/gate/things.js';
import { seed } from '#test/random.js';
import type { ResourceAbility } from './ability.js';
import { SYSTEM_ACCESS, viewpointOf, type Access } from './access.js';
import { comparison } from './condition.js';
import { holds, type Predicate, type Row } from './predicate.js';
import { SqlWriter, toSql } from './sql.js';

const HERE = organizationId(1);
const ACTIONS = ['read', 'update', 'delete', 'create', 'export'];
const COUNT = 36;
const HIDDEN = '•••';
const fields = [...thing.fields.values()];
/** What `fast-check` shrinks to is an access and a question; the records stay. */
const runs = (numRuns: number) => ({ numRuns, seed, endOnFailure: true });
const access = accesses(probed);

let world: Things;

beforeAll(async () => {
  world = await Things.create(COUNT, seed);
}, 60_000);
afterAll(() => world.close());

/** Memory's answer to what a reader sees of a field. */
function shown(own: ResourceAbility, { name }: Field, row: Row): Json {
  const value = row[name] ?? null;
  if (own.mayWith('read', row, name)) return value;
  return own.visibility().get(name) === 'masked' && own.mayWith('read masked', row, name) && value !== null ? HIDDEN : null;
}

function record(own: ResourceAbility, all: Iterable<Field>, row: Row): Row {
  return nested(Object.fromEntries([...all].filter(({ name }) => own.visibility().get(name) !== 'hidden').map((field) => [field.name, shown(own, field, row)])));
}

/** As values travel: the organisation's own fields in an object of theirs. */
function nested(flat: Row): { [field: string]: Json } {
  const own = Object.entries(flat).filter(([name]) => name.startsWith('custom.')).map(([name, value]) => [name.slice('custom.'.length), value]);
  return { ...Object.fromEntries(Object.entries(flat).filter(([name]) => !name.startsWith('custom.'))), ...(own.length && { custom: Object.fromEntries(own) as Json }) };
}

async function outcomeOf(work: () => Promise<unknown>): Promise<string> {
  try {
    await work();
    return 'done';
  } catch (error) {
    if (error instanceof Problem) return `${error.status} ${error.errors.map(({ rule }) => rule).join()}`.trim();
    throw error;
  }
}

async function refusal(list: Promise<string>): Promise<unknown> {
  try {
    return await list;
  } catch (error) {
    // The name that was asked for and the names that it resembles are all that may differ.
    return error instanceof Problem && error.errors.map(({ rule, say }) => [rule, say.replace(/"[^"]*"/, '…').replace(/ Did you mean.*/, '')]);
  }
}

describe(`One rule, twice (seed ${seed})`, () => {
  it('SQL and memory agree on every action, record and field', async () => {
    let agreed = 0;
    const decided = new Set<string>();
    await fc.assert(fc.asyncProperty(fc.array(access, { minLength: 6, maxLength: 6 }), async (several) => {
      const writer = new SqlWriter(HERE);
      const asked = several.flatMap((each) => {
        const own = world.ability(each).of(thing);
        const names: (string | undefined)[] = [undefined, ...fields.map(({ name }) => name)];
        return [...ACTIONS, 'read masked'].flatMap((action) => names.map((name) => ({ own, action, name, rule: own.rows(action, name ? [name] : []) })));
      });
      // Equal rules become one column.
      const places = new Map<Predicate, number>();
      const columns: string[] = [];
      for (const { rule } of asked) if (!places.has(rule)) places.set(rule, columns.push(`(${toSql(rule, thing, 't', writer)}) IS TRUE`) - 1);
      const rows = await world.as(null, () => world.tenancy.read<{ id: string; said: boolean[] }>({ text: `SELECT t.id, ARRAY[${columns.join(', ')}] AS said FROM thing t WHERE t.organization_id = $1`, values: writer.values }));
      const saidOf = new Map(rows.map(({ id, said }) => [id, said]));
      for (const row of [...world.things, ...world.deleted]) {
        const said = saidOf.get(row.id as string)!;
        for (const { own, action, name, rule } of asked) {
          const [sql, memory] = [said[places.get(rule)!], own.mayWith(action, row, name)];
          agreed += 1;
          if (sql !== memory) expect({ action, name, row, rule, sql }).toEqual({ action, name, row, rule, sql: memory });
          decided.add(`${action} ${sql}`);
        }
      }
    }), runs(10));
    expect(agreed).toBeGreaterThan(100_000);
    expect([...decided].sort()).toEqual([...ACTIONS, 'read masked'].flatMap((action) => [`${action} false`, `${action} true`]).sort());
  }, 60_000);
});

describe(`The doors (seed ${seed})`, () => {
  const question = fc.constantFrom(...probed).chain(([name, probe]) => comparisonOf(name, probe));
  const sort = fc.constantFrom(...fields.filter(({ type }) => type.sort).flatMap(({ name }) => [name, `-${name}`]));

  it('list, count, filter, sort and include exactly what memory allows', async () => {
    let compared = 0;
    await fc.assert(fc.asyncProperty(access, question, sort, fc.boolean(), async (who, asked, order, bin) => {
      const ability = world.ability(who);
      const own = ability.of(thing);
      const open = new Set(own.openFields().map(({ name }) => name));
      const rows = bin ? world.deleted : world.things;
      const complaints: string[] = [];
      const filter = comparison(thing.fields.get(asked.field)!, asked.operator, asked.value, viewpointOf(who, systemClock), (rule) => void complaints.push(rule) as undefined);
      const request: ListRequest = { filters: [], limit: 200, count: 'exact', ...(bin && { deleted: 'only' }), ...(open.has(order.replace('-', '')) && { sort: order }), ...(open.has(asked.field) && filter && { where: asked }) };
      const related = open.has('partId') && ability.of(part).may('read');
      if (related) request.include = 'part';
      const answer = JSON.parse(await world.as(who, () => world.read.list(thing, request))) as { data: Row[]; page: { count: number } };
      const inOrder = JSON.parse(await world.as(null, () => world.read.list(thing, { filters: [], limit: 200, sort: request.sort, deleted: request.deleted }))) as { data: Row[] };
      const allowed = inOrder.data.map(({ id }) => rows.find((row) => row.id === id)!).filter((row) => own.mayWith('read', row) && (!bin || own.mayWith('delete', row)) && (!request.where || holds(filter!, row)));
      const expected = allowed.map((row) => {
        const target = world.parts.find(({ id }) => id === row.partId);
        const parts = ability.of(part);
        return { id: row.id, ...record(own, fields, row), ...(related && { part: target && parts.mayWith('read', target) ? { ...record(parts, part.fields.values(), target) } : null }) };
      });
      expect(answer.data).toEqual(expected);
      expect(answer.page.count).toBe(expected.length);
      compared += expected.length;
      if (bin || !related || !ability.of(part).openFields().some(({ name }) => name === 'name')) return;
      const byPart = JSON.parse(await world.as(who, () => world.read.list(thing, { filters: [{ field: 'part.name', operator: 'ne', value: 'Part a' }], limit: 200 }))) as { data: Row[] };
      const reachable = new Set(world.parts.filter((row) => row.name !== 'Part a' && ability.of(part).mayWith('read', row)).map(({ id }) => id));
      expect(new Set(byPart.data.map(({ id }) => id))).toEqual(new Set(rows.filter((row) => own.mayWith('read', row) && reachable.has(row.partId!)).map(({ id }) => id)));
    }), runs(110));
    expect(compared).toBeGreaterThan(100);
  }, 60_000);

  it('refuse hidden, masked and sometimes hidden fields as they refuse what is not there, in show, filter and sort', async () => {
    const met = new Set<string>();
    await fc.assert(fc.asyncProperty(access, (who) => world.as(who, async () => {
      const own = world.ability(who).of(thing);
      const list = (request: Partial<ListRequest>) => world.read.list(thing, { filters: [], ...request });
      const absent = { show: await refusal(list({ fields: 'neverDeclared' })), filter: await refusal(list({ filters: [{ field: 'neverDeclared', operator: 'empty', value: '' }] })), sort: await refusal(list({ sort: 'neverDeclared' })), where: await refusal(list({ where: { field: 'neverDeclared', operator: 'empty' } })) };
      for (const { name } of fields) {
        const visible = own.visibility().get(name)!;
        met.add(visible);
        if (visible === 'shown') continue;
        expect(await refusal(list({ filters: [{ field: name, operator: 'empty', value: '' }] }))).toEqual(absent.filter);
        expect(await refusal(list({ where: { field: name, operator: 'empty' } }))).toEqual(absent.where);
        expect(await refusal(list({ sort: name }))).toEqual(absent.sort);
        if (visible === 'hidden') expect(await refusal(list({ fields: name }))).toEqual(absent.show);
      }
    })), runs(25));
    expect([...met].sort()).toEqual(['hidden', 'masked', 'shown', 'sometimes']);
  }, 60_000);

  it('search only what is read, by words of fields that are always shown', async () => {
    let found = 0;
    await fc.assert(fc.asyncProperty(access, fc.nat(), fc.constantFrom('title', 'note'), async (who, n, name) => {
      const ability = world.ability(who);
      const own = ability.of(thing);
      const row = world.things[n % world.things.length]!;
      const q = row[name] as string;
      const findable = own.mayWith('read', row) && own.visibility().get(name) === 'shown' ? [row.id] : [];
      const listed = JSON.parse(await world.as(who, () => world.read.list(thing, { filters: [], q, count: 'exact' }))) as { data: Row[]; page: { count: number } };
      expect([listed.data.map(({ id }) => id), listed.page.count]).toEqual([findable, findable.length]);
      const { data } = JSON.parse(await world.as(who, () => world.search.search(q, { limit: 20 }))) as { data: Row[] };
      const title = own.visibility().get('title') === 'shown' ? { title: row.title } : {};
      expect(data).toEqual(findable.map((id) => ({ resource: 'thing', id, field: name, ...title, ...(name === 'note' && { snippet: row.note }) })));
      found += findable.length;
    }), runs(80));
    expect(found).toBeGreaterThan(0);
  }, 60_000);

  it('update and delete what memory allows, say why of what is read, and nothing of what is not', async () => {
    const met = new Set<string>();
    const settable = fields.filter(({ name, type, options }) => probed.has(name) && !options.readOnly && !type.mayMove && type.name !== 'secret' && name !== 'partId' && name !== 'keeperId').map(({ name }) => name);
    await fc.assert(fc.asyncProperty(access, fc.array(fc.tuple(fc.nat(), fc.nat(), fc.subarray(settable, { minLength: 1, maxLength: 3 })), { minLength: 4, maxLength: 4 }), async (who, attempts) => {
      const own = world.ability(who).of(thing);
      await world.undone(who, async (transaction) => {
        for (const [which, other, chosen] of attempts) {
          const [row, source] = [world.things[which % world.things.length]!, world.things[other % world.things.length]!];
          const id = row.id as string;
          const patch = nested(Object.fromEntries(chosen.map((name) => [name, source[name] ?? null])));
          const readable = own.mayWith('read', row);
          const closed = chosen.filter((name) => own.rows('update', [name]).kind === 'never').map((name) => (own.visibility().get(name) === 'hidden' ? 'unknown' : 'forbidden'));
          const mayAll = chosen.every((name) => own.mayWith('update', row, name));
          const refused = readable ? '403' : '404';
          const expected = !own.may('update') ? refused : closed.length ? `400 ${closed.join()}` : readable && mayAll ? 'done' : refused;
          // Each attempt is taken back, so that the next one finds the records as memory knows them.
          const tried = (work: () => Promise<unknown>) => outcomeOf(() => transaction.attempt(async () => { await work(); throw new Problem(299, 'done', '', ''); })).then((outcome) => (outcome === '299' ? 'done' : outcome));
          const updated = await tried(() => world.write.update(thing, id, patch));
          expect({ row, patch, outcome: updated }).toEqual({ row, patch, outcome: expected });
          const deleted = await tried(() => world.write.delete(thing, id));
          expect({ row, outcome: deleted }).toEqual({ row, outcome: readable && own.mayWith('delete', row) ? 'done' : refused });
          met.add(`update ${updated.slice(0, 4).trim()}`).add(`delete ${deleted}`);
        }
      });
    }), runs(60));
    expect([...met].sort()).toEqual(['delete 403', 'delete 404', 'delete done', 'update 400', 'update 403', 'update 404', 'update done']);
  }, 60_000);

  it('create and restore what memory allows, and point only at what is read', async () => {
    const met = new Set<string>();
    const sent = fields.filter(({ name, type, options }) => probed.has(name) && !options.readOnly && type.name !== 'secret').map(({ name }) => name);
    await fc.assert(fc.asyncProperty(access, fc.nat(), fc.subarray(sent, { minLength: 1, maxLength: 4 }), async (who, which, chosen) => {
      const ability = world.ability(who);
      const own = ability.of(thing);
      const source = world.things[which % world.things.length]!;
      const flat = Object.fromEntries(chosen.filter((name) => source[name] !== null).map((name) => [name, source[name]!]));
      const [names, body] = [Object.keys(flat), nested(flat)];
      // Without rules it becomes what memory is asked about; the owner stands there by default.
      const after = await world.undone(everythingAs(who), async () => {
        const { custom, ...made } = JSON.parse((await world.write.create(thing, body)).json) as Row & { custom: Row };
        return { ...made, ...Object.fromEntries(Object.entries(custom).map(([key, value]) => [`custom.${key}`, value])) };
      });
      const closed = names.filter((name) => own.rows('create', [name]).kind === 'never').map((name) => (own.visibility().get(name) === 'hidden' ? 'unknown' : 'forbidden'));
      const seen = (resource: ResourceModel, rows: readonly Row[], id: Json | undefined) => !id || id === who.memberId || ability.of(resource).mayWith('read', rows.find((row) => row.id === id)!);
      const unseen = [seen(part, world.parts, body.partId), seen(keeper, world.keepers, body.keeperId)].filter((each) => !each).map(() => 'reference');
      const mayAll = own.mayWith('create', after) && names.every((name) => own.mayWith('create', after, name));
      const expected = !own.may('create') ? '403' : closed.length ? `400 ${closed.join()}` : unseen.length ? `400 ${unseen.join()}` : mayAll ? 'done' : '403';
      const outcome = await world.undone(who, () => outcomeOf(() => world.write.create(thing, body)));
      expect({ body, after, outcome }).toEqual({ body, after, outcome: expected });
      const gone = world.deleted[which % world.deleted.length]!;
      const restored = await world.undone(who, () => outcomeOf(() => world.write.restore(thing, gone.id as string)));
      expect({ gone, restored }).toEqual({ gone, restored: own.mayWith('read', gone) && own.mayWith('delete', gone) ? 'done' : '404' });
      met.add(`create ${outcome}`.replace(/( 400) .*/, '$1')).add(`restore ${restored}`);
    }), runs(120));
    expect([...met].sort()).toEqual(['create 400', 'create 403', 'create done', 'restore 404', 'restore done']);
  }, 60_000);
});

/** Everything, as this very member. */
function everythingAs({ memberId, teamMemberIds, treeMemberIds }: Access): Access {
  return { ...SYSTEM_ACCESS, memberId, teamMemberIds, treeMemberIds };
}

