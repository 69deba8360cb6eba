import type { Json } from '#kernel/field/field.js';
import { customTypeNames, typeNamed } from '#kernel/field/types.js';
import { Served } from '#kernel/resource/served.js';
import { describeNouns } from '#platform/docs/noun-paths.js';
import { Invalid } from '#kernel/pipeline/problem.js';
import { WriteDoor } from '#kernel/pipeline/write.js';
import { Nouns } from '#kernel/resource/custom-fields.js';
import { Registry } from '#kernel/resource/registry.js';
import { CustomField } from '#platform/customization/custom-field.js';
import { cellText } from '#kernel/derive/csv.js';
import { fieldOf } from '#test/worlds/fields.js';
import { TwoTenants, type Caller } from '#test/worlds/two-tenants.js';
import { mirrorRows } from '#test/worlds/mirror-rows.js';
import { define, defineEveryType, keyOf, SAMPLES } from './definitions.js';

const CONTACTS = '/api/v1/sales/contacts';

interface Shown {
  id: string;
  version: number;
  custom?: Record<string, Json>;
}
interface Page {
  data: Shown[];
  page: { next: string | null };
}

let world: TwoTenants;
let owner: Caller;
let first: Shown;
let second: Shown;

const valuesOf = (which: 0 | 1) => Object.fromEntries(customTypeNames.map((type) => [keyOf(type), SAMPLES[type]!.values[which]]));
const shownOf = (which: 0 | 1) => Object.fromEntries(customTypeNames.map((type) => [keyOf(type), (SAMPLES[type]!.shown ?? SAMPLES[type]!.values)[which]]));
const errorsOf = async (work: Promise<unknown>) => {
  const error = await work.then(() => undefined, (reason: unknown) => reason);
  return error instanceof Invalid ? error.errors.map(({ at, rule }) => `${at} ${rule}`) : error;
};

async function ids(query: string): Promise<string[]> {
  const answer = await owner.get(`${CONTACTS}?${query}`);
  expect({ query, status: answer.statusCode, body: answer.statusCode === 200 ? '' : answer.body }).toEqual({ query, status: 200, body: '' });
  return answer.json<Page>().data.map(({ id }) => id);
}

beforeAll(async () => {
  world = await TwoTenants.create();
  owner = world.as('A', 'owner');
  await defineEveryType(world, 'A');
  const made = await owner.post(CONTACTS, { lastName: 'First', custom: valuesOf(0) });
  if (made.statusCode !== 201) throw new Error(made.body);
  first = made.json<Shown>();
  second = (await owner.post(CONTACTS, { lastName: 'Second', custom: valuesOf(1) })).json<Shown>();
});
afterAll(() => world.close());

describe('Fields of an organisation', () => {
  it('of every type are written and read', async () => {
    expect(Object.keys(SAMPLES).sort()).toEqual([...customTypeNames].sort());
    expect(first.custom).toEqual(shownOf(0));
    expect((await owner.get(`${CONTACTS}/${second.id}`)).json<Shown>().custom).toEqual(shownOf(1));
  });

  it('change one by one; null empties one and leaves the others', async () => {
    const made = (await owner.post(CONTACTS, { lastName: 'Third', custom: valuesOf(0) })).json<Shown>();
    const changed = (await owner.patch(`${CONTACTS}/${made.id}`, { custom: { textField: 'Gamma', numberField: null } })).json<Shown>();
    expect(changed.custom).toEqual({ ...shownOf(0), textField: 'Gamma', numberField: null });
    const { rows } = await administrator(`SELECT custom ? 'numberField' AS kept, custom ->> 'textField' AS text FROM contact WHERE id = '${made.id}'`);
    expect(rows).toEqual([{ kept: false, text: 'Gamma' }]);
    expect((await owner.get(`${CONTACTS}/${made.id}?fields=custom.textField,lastName`)).json<object>()).toMatchObject({ id: made.id, custom: { textField: 'Gamma' }, lastName: 'Third' });
    await owner.delete(`${CONTACTS}/${made.id}`);
  });

  it('of every type are refused where the value is wrong, each with its path, and so is a field that is not there', async () => {
    const wrong = Object.fromEntries(customTypeNames.map((type) => [keyOf(type), SAMPLES[type]!.wrong]));
    const answer = await owner.post(CONTACTS, { lastName: 'Wrong', custom: { ...wrong, noSuchField: 1 } });
    expect(answer.statusCode).toBe(400);
    const places = answer.json<{ errors: { at: string }[] }>().errors.map(({ at }) => at);
    expect(places.sort()).toEqual([...Object.keys(wrong), 'noSuchField'].map((key) => `custom.${key}`).sort());
    for (const custom of [null, 1, 'text', []] as Json[]) expect((await owner.post(CONTACTS, { lastName: 'Wrong', custom })).statusCode).toBe(400);
  });

  it.each(customTypeNames.map((type) => [type]))('of type %s are filtered, listed and counted', async (type) => {
    const field = `custom.${keyOf(type)}`;
    const value = (SAMPLES[type]!.shown ?? SAMPLES[type]!.values)[0]!;
    const written = typeof value !== 'object' ? String(value) : cellText(value, fieldOf(type)).split('; ')[0]!;
    const operator = type === 'tags' ? 'has' : 'eq';
    expect(await ids(`filter[${field}][${operator}]=${encodeURIComponent(written)}`)).toEqual([first.id]);
    expect((await ids(`filter[${field}][filled]=true`)).sort()).toEqual([first.id, second.id].sort());
    expect(await ids(`filter[${field}][empty]=true`)).toHaveLength(world.organizations.A.contacts.length);
    const nested = await owner.post(`${CONTACTS}/query`, { where: { and: [{ field, operator, value: written }, { not: { field, operator: 'empty' } }] } });
    expect(nested.json<Page>().data.map(({ id, custom }) => [id, custom])).toEqual([[first.id, shownOf(0)]]);
    expect((await owner.get(`${CONTACTS}/count?filter[${field}][filled]=true`)).json()).toEqual({ count: 2 });
  });

  it.each(customTypeNames.filter((type) => typeNamed(type)!.sort).map((type) => [type]))('of type %s are sorted by, also page by page', async (type) => {
    const field = `custom.${keyOf(type)}`;
    expect((await ids(`sort=${field}&limit=2`)).slice(0, 2)).toEqual([first.id, second.id]);
    const seen: string[] = [];
    for (let next: string | null = ''; next !== null; ) {
      const page: Page = (await owner.get(`${CONTACTS}?sort=-${field}&limit=1${next && `&after=${next}`}`)).json<Page>();
      seen.push(...page.data.map(({ id }) => id));
      ({ next } = page.page);
    }
    expect(seen).toHaveLength(2 + world.organizations.A.contacts.length);
    expect(seen.slice(-2)).toEqual([second.id, first.id]);
  });

  it('are found by their words, each in its own field', async () => {
    for (const [words, key] of [['alpha', 'textField'], ['aspen', 'longTextField'], ['anna', 'emailField'], ['acorn', 'urlField'], ['ash', 'domainField'], ['+49301234567', 'phoneField']] as const) {
      const { data } = (await owner.get(`/api/v1/search?q=${encodeURIComponent(words)}`)).json<{ data: { id: string; field: string; snippet: string }[] }>();
      expect(data.map(({ id, field }) => [id, field])).toEqual([[first.id, `custom.${key}`]]);
      expect(data[0]!.snippet).toContain((first.custom![key] as string).slice(0, 5));
      expect(await ids(`q=${encodeURIComponent(words)}`)).toEqual([first.id]);
    }
    expect((await owner.get('/api/v1/search?q=east')).json()).toEqual({ data: [] });
  });

  it('stand in meta and in the description of the API of this organisation alone', async () => {
    const fieldsOf = async (caller: Caller) => (await caller.get('/api/v1/meta')).json<{ resources: { name: string; fields: { name: string }[] }[] }>().resources.find(({ name }) => name === 'contact')!.fields.map(({ name }) => name);
    expect((await fieldsOf(owner)).filter((name) => name.startsWith('custom.'))).toEqual(customTypeNames.map((type) => `custom.${keyOf(type)}`));
    expect((await fieldsOf(world.as('B', 'owner'))).filter((name) => name.startsWith('custom.'))).toEqual([]);
    const described = await world.inside('A', async () => describeNouns(world.get(Served).nouns, await world.get(Nouns).here()));
    const custom = (described.schemas.ContactCreate as { properties: { custom: { properties: object } } }).properties.custom.properties;
    expect(Object.keys(custom)).toEqual(customTypeNames.map(keyOf));
    expect(described.parameters['Contact.filter.custom.textField']).toMatchObject({ name: 'filter[custom.textField]' });
  });

  it('are no fields to the other organisation: neither to write, to filter nor to sort', async () => {
    const stranger = world.as('B', 'owner');
    expect((await stranger.post(CONTACTS, { lastName: 'X', custom: { textField: 'a' } })).statusCode).toBe(400);
    for (const query of ['filter[custom.textField]=a', 'sort=custom.textField', 'fields=custom.textField']) expect((await stranger.get(`${CONTACTS}?${query}`)).statusCode).toBe(400);
    const { resources } = await world.inside('B', async () => world.get(Nouns).here());
    expect(resources).toBe(world.app.get(Registry).resources);
  });

  it('of related records are filtered and included', async () => {
    await define(world, 'A', { resource: 'company', key: 'region', label: 'Region', type: 'text' });
    const [company] = world.organizations.A.companies;
    await owner.patch(`/api/v1/sales/companies/${company}`, { custom: { region: 'North' } });
    const answer = (await owner.get(`${CONTACTS}?filter[company.custom.region]=North&include=company`)).json<{ data: { id: string; company: Shown }[] }>();
    expect(answer.data.map(({ id, company: { custom } }) => [id, custom])).toEqual([[world.organizations.A.contacts[0], { region: 'North' }]]);
  });
});

describe('A definition', () => {
  it('takes effect at once in this process, and within seconds in another', async () => {
    const other = await world.anotherProcess();
    const inOther = (method: 'GET' | 'POST', url: string, payload?: object) => other.inject({ method, url, headers: owner.headers, payload });
    await inOther('GET', CONTACTS);
    await define(world, 'A', { resource: 'contact', key: 'needed', label: 'Needed', type: 'integer', required: true });
    expect(await errorOf(owner.post(CONTACTS, { lastName: 'N' }))).toEqual([{ at: 'custom.needed', rule: 'required' }]);
    expect((await owner.post(CONTACTS, { lastName: 'N', custom: { needed: 1 } })).statusCode).toBe(201);
    const start = Date.now();
    while ((await inOther('POST', CONTACTS, { lastName: 'N' })).statusCode === 201) await new Promise((resolve) => setTimeout(resolve, 200));
    expect(Date.now() - start).toBeLessThan(5_000);
    // Records from before have no value: sorting by it loses none of them.
    expect((await ids('sort=custom.needed&limit=200')).length).toBe((await owner.get(`${CONTACTS}/count`)).json<{ count: number }>().count);
    await other.close();
  });

  it('is refused where its key could do harm, whoever sends it', async () => {
    const hostile = ["o'brien", 'a"b', 'a->>b', 'a::text', '$$', 'a\u0000b', 'x'.repeat(64), '__proto__', 'constructor', 'toString', 'prototype', 'a.b', 'A', '1a', 'а', '', 'a b', 'a-b', "x'); DROP TABLE contact; --"];
    for (const key of hostile) {
      const errors = await errorsOf(define(world, 'A', { resource: 'company', key, label: 'X', type: 'text' }));
      expect({ key, errors: (errors as string[])[0]?.split(' ')[0] }).toEqual({ key, errors: 'key' });
      for (const query of [`filter[custom.${key}]=1`, `sort=custom.${key}`, `fields=custom.${key}`]) expect((await owner.get(`${CONTACTS}?${query.replaceAll(/[^\w.[\]=]/g, encodeURIComponent)}`)).statusCode).toBe(400);
      const body = `{"lastName":"X","custom":{${JSON.stringify(key)}:"x"}}`;
      expect((await owner.post(CONTACTS, body, { headers: { 'content-type': 'application/json' } })).statusCode).toBe(400);
    }
    expect(({} as { polluted?: true }).polluted).toBeUndefined();
  });

  it('is refused for what is not there, of no type, twice, or with options that its type does not know', async () => {
    const field = { resource: 'company', key: 'fine', label: 'Fine', type: 'text' };
    expect(await errorsOf(define(world, 'A', { ...field, resource: 'compny' }))).toEqual(['resource unknown']);
    expect(await errorsOf(define(world, 'A', { ...field, type: 'reference' }))).toEqual(['type choice']);
    expect(await errorsOf(define(world, 'A', { ...field, options: { pattern: '(a+)+$' } }))).toEqual(['options options']);
    expect(await errorsOf(define(world, 'A', { ...field, type: 'boolean', search: 'A' }))).toEqual(['search search']);
    expect(await errorsOf(define(world, 'A', { ...field, resource: 'teamMember', search: 'A' }))).toEqual(['search search']);
    await define(world, 'A', field);
    expect(await errorsOf(define(world, 'A', field))).toEqual(['key unique']);
    await define(world, 'B', { ...field, type: 'integer' });
  });

  it('keeps its noun, key and type, and the key of a deleted one takes no other type', async () => {
    const model = world.app.get(Registry).of(CustomField);
    const door = world.get(WriteDoor);
    const id = await define(world, 'A', { resource: 'company', key: 'lasting', label: 'Lasting', type: 'text' });
    for (const change of [{ key: 'other' }, { type: 'integer' }, { resource: 'contact' }]) expect(await errorsOf(world.inside('A', () => door.update(model, id, change)))).toEqual([`${Object.keys(change)[0]} fixed`]);
    await world.inside('A', () => door.update(model, id, { label: 'For long' }));
    await owner.patch(`/api/v1/sales/companies/${world.organizations.A.companies[1]}`, { custom: { lasting: 'kept' } });
    await world.inside('A', () => door.delete(model, id));
    expect((await owner.get('/api/v1/sales/companies?filter[custom.lasting]=kept')).statusCode).toBe(400);
    expect(await errorsOf(define(world, 'A', { resource: 'company', key: 'lasting', label: 'L', type: 'integer' }))).toEqual(['key taken']);
    await define(world, 'A', { resource: 'company', key: 'lasting', label: 'L', type: 'text' });
    expect((await owner.get('/api/v1/sales/companies?filter[custom.lasting]=kept')).json<Page>().data).toHaveLength(1);
  });

  it('may be called as a field of the product is, and neither is mistaken for the other', async () => {
    await define(world, 'A', { resource: 'company', key: 'tags', label: 'Own tags', type: 'tags' });
    await define(world, 'A', { resource: 'company', key: 'name', label: 'Own name', type: 'text', search: 'A' });
    const { id } = (await owner.post('/api/v1/sales/companies', { name: 'Quartz', tags: ['Builtin'], custom: { tags: ['Own'], name: 'Zircon' } })).json<Shown>();
    const found = async (query: string) => (await owner.get(`/api/v1/sales/companies?${query}`)).json<Page>().data.map((each) => each.id);
    expect(await found('filter[tags][has]=Builtin')).toEqual([id]);
    expect(await found('filter[tags][has]=Own')).toEqual([]);
    expect(await found('filter[custom.tags][has]=Own')).toEqual([id]);
    const places = (await owner.get('/api/v1/search?q=zircon')).json<{ data: { field: string }[] }>().data.map(({ field }) => field);
    expect(places).toEqual(['custom.name']);
  });

  it('can hide a field from a role: it is then neither shown, filtered, sorted by nor searched', async () => {
    const contact = world.organizations.A.contacts[0]!;
    await owner.patch(`${CONTACTS}/${contact}`, { custom: { textField: 'Peridot', needed: 1 } });
    const rights = JSON.stringify([{ resource: 'contact', action: 'read', reach: 'all', fields: ['lastName', 'custom.needed'], groups: [], masked: ['custom.textField'], where: { field: 'custom.needed', operator: 'eq', value: 1 }, deny: false }]);
    await administrator(`UPDATE role SET rights = '${rights}' WHERE organization_id = '${world.organizations.A.id}' AND key = 'marketing'`);
    const marketing = world.as('A', 'marketing');
    const page = (await marketing.get(CONTACTS)).json<Page>().data;
    expect(page.find(({ id }) => id === contact)).toEqual({ id: contact, lastName: 'Person 0', custom: { needed: 1, textField: '•••' } });
    expect(page.every(({ custom }) => custom!.needed === 1)).toBe(true);
    for (const query of ['filter[custom.textField]=Peridot', 'sort=custom.textField', 'filter[custom.emailField]=x', 'fields=custom.emailField']) expect((await marketing.get(`${CONTACTS}?${query}`)).statusCode).toBe(400);
    expect((await marketing.get('/api/v1/search?q=peridot')).json()).toEqual({ data: [] });
  });

  it('is mirrored by the trigger exactly as the filters read it', async () => {
    const { rows } = await administrator(`SELECT prosrc FROM pg_proc WHERE proname = 'mirror_field_values'`);
    const plain = (text: string) => text.replaceAll(/\s+/g, ' ');
    expect(plain(String(rows[0]!.prosrc))).toContain(plain(mirrorRows('new_values')));
  });
});

async function errorOf(answer: ReturnType<Caller['get']>): Promise<{ at: string; rule: string }[]> {
  return (await answer).json<{ errors: { at: string; rule: string }[] }>().errors.map(({ at, rule }) => ({ at, rule }));
}

function administrator(sql: string) {
  return world.database.pool(world.database.administratorUrl).query<Record<string, unknown>>(sql);
}
