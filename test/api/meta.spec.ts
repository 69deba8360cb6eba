import { brotliCompressSync, gzipSync } from 'node:zlib';
import { Ability } from '#kernel/gate/ability.js';
import type { Gate } from '#kernel/gate/gate.js';
import { Meta } from '#platform/meta/meta.js';
import { ENGLISH } from '#platform/words/words.js';
import { rightOf } from '#kernel/resource/grants.js';
import { SYSTEM_ACCESS, viewpointOf } from '#kernel/gate/access.js';
import { systemClock } from '#kernel/tenancy/scope.js';
import { TwoTenants, type ActorName } from '#test/worlds/two-tenants.js';
import { manyNouns } from './many-nouns.js';

interface MetaField {
  name: string;
  label: string;
  widget: string;
  create?: true;
  update?: true;
  required?: true;
  readOnly?: true;
  sortable?: true;
  choices?: { value: string; label: string }[];
  target?: string;
}
interface MetaAnswer {
  language: string;
  menu: { module: string; label: string; resources: string[] }[];
  operators: Record<string, { name: string; say: string }[]>;
  resources: { name: string; label: string; labelOfMany: string; path: string; may: string[]; fields: MetaField[] }[];
}

const LARGEST_COMPRESSED = 60_000;
let world: TwoTenants;

beforeAll(async () => {
  world = await TwoTenants.create();
}, 120_000);
afterAll(() => world.close());

async function metaOf(actor: ActorName): Promise<MetaAnswer> {
  const answer = await world.as('A', actor).get('/api/v1/meta');
  expect(answer.statusCode).toBe(200);
  return answer.json();
}

function fieldsOf(meta: MetaAnswer, resource: string): Map<string, MetaField> {
  return new Map(meta.resources.find(({ name }) => name === resource)!.fields.map((field) => [field.name, field]));
}

describe('Meta', () => {
  it('tells what a noun is and what its fields are', async () => {
    const meta = await metaOf('owner');
    expect(meta.language).toBe('en');
    expect(meta.menu).toContainEqual({ module: 'sales', label: 'Sales', resources: expect.arrayContaining(['company', 'contact', 'opportunity', 'lead']) as string[] });
    expect(meta.resources.find(({ name }) => name === 'contact')).toMatchObject({ label: 'Contact', labelOfMany: 'Contacts', path: '/api/v1/sales/contacts', icon: 'contact', title: 'fullName' });
    const fields = fieldsOf(meta, 'contact');
    expect(fields.get('lastName')).toEqual({ name: 'lastName', label: 'Last name', type: 'text', widget: 'line', settings: { max: 80 }, required: true, searchable: true, sortable: true, filterable: true, create: true, update: true });
    expect(fields.get('companyId')).toMatchObject({ label: 'Company', target: 'company', relation: 'company', list: 4 });
    expect(fields.get('stage')!.choices).toContainEqual({ value: 'former', label: 'Former customer', pill: 'grey' });
    expect(fields.get('createdAt')).toMatchObject({ readOnly: true });
    expect(meta.operators.text).toContainEqual({ name: 'startsWith', say: 'starts with', takes: 'one' });
  });

  it('lists the rights that the actor has, and those that the API grants', async () => {
    const may = async (actor: ActorName): Promise<string[] | undefined> => (await metaOf(actor)).resources.find(({ name }) => name === 'contact')?.may;
    expect(await may('owner')).toEqual(['read', 'create', 'update', 'delete', 'export', 'import', 'bulk', 'disclose', 'erase', 'merge']);
    expect(await may('rep')).toEqual(['read', 'create', 'update']);
    expect(await may('viewer')).toEqual(['read']);
    expect(await may('marketing')).toEqual(['read', 'export']);
    const support = fieldsOf(await metaOf('support'), 'contact');
    expect([...support.values()].filter(({ update }) => update).map(({ name }) => name)).toEqual(['email', 'phone']);
    expect([...support.values()].filter(({ create }) => create)).toEqual([]);
  });

  it.each<ActorName>(['rep', 'marketing', 'support', 'viewer'])('S15 holds nothing that is hidden from %s', async (actor) => {
    const { body } = await world.as('A', actor).get('/api/v1/meta');
    expect(body).not.toMatch(/creditLimit|Credit limit|annualRevenue|Annual revenue|finance/i);
    expect(body).not.toContain(world.organizations.B.canary);
    expect((await world.as('A', 'manager').get('/api/v1/meta')).body).toContain('creditLimit');
  });

  it('agrees with the doors: what is sortable is sorted by, what is not there is refused', async () => {
    const rep = world.as('A', 'rep');
    const meta = await metaOf('rep');
    for (const { path, may, fields } of meta.resources.filter((resource) => resource.may.includes('read'))) {
      expect(may).toContain('read');
      for (const { name, sortable } of fields) expect([path, name, (await rep.get(`${path}?limit=1&sort=${name}`)).statusCode]).toEqual([path, name, sortable ? 200 : 400]);
    }
    expect((await rep.get('/api/v1/sales/contacts?sort=creditLimit')).statusCode).toBe(400);
    expect(meta.resources.map(({ name }) => name)).not.toContain('teamMember');
    expect((await rep.get('/api/v1/identity/team-members')).body).toContain('"data":[]');
  });

  it.each<[ActorName, number]>([['anon', 401], ['expired', 401], ['suspended', 403]])('answers %s with %d', async (actor, status) => {
    expect((await world.as('A', actor).get('/api/v1/meta')).statusCode).toBe(status);
  });

  it('is sent once: 304 while nothing changes, the same for all who have the same rights, another for others', async () => {
    const first = await world.as('A', 'rep').get('/api/v1/meta');
    const etag = String(first.headers.etag);
    expect(first.headers['cache-control']).toBe('private, no-cache');
    expect(String(first.headers.vary)).toContain('Authorization');
    const again = await world.as('A', 'rep').get('/api/v1/meta', { headers: { 'if-none-match': etag } });
    expect([again.statusCode, again.body, again.headers.etag]).toEqual([304, '', etag]);
    expect((await world.as('A', 'otherRep').get('/api/v1/meta')).headers.etag).toBe(etag);
    expect((await world.as('A', 'manager').get('/api/v1/meta', { headers: { 'if-none-match': etag } })).statusCode).toBe(200);
  });

  it('stays under 60 kB compressed, for this world and for 80 nouns', async () => {
    const here = await world.as('A', 'owner').get('/api/v1/meta', { headers: { 'accept-encoding': 'gzip' } });
    expect(here.headers['content-encoding']).toBe('gzip');
    expect(here.rawPayload.length).toBeLessThan(LARGEST_COMPRESSED);
    const registry = manyNouns();
    const ability = new Ability(SYSTEM_ACCESS, viewpointOf(SYSTEM_ACCESS, systemClock));
    const gate = { ability: () => Promise.resolve(ability) } as unknown as Gate;
    const { text } = await new Meta(gate, { here: () => registry }, registry.resources).read();
    expect((JSON.parse(text) as MetaAnswer).resources).toHaveLength(81);
    expect(gzipSync(text, { level: 1 }).length).toBeLessThan(LARGEST_COMPRESSED);
    expect(brotliCompressSync(text).length).toBeLessThan(LARGEST_COMPRESSED);
  });

  it('speaks the language of the actor where there are words for it', async () => {
    const registry = manyNouns();
    const access = { ...SYSTEM_ACCESS, rights: [rightOf('ticket', 'read', 'all')], language: 'de' };
    const gate = { ability: () => Promise.resolve(new Ability(access, viewpointOf(access, systemClock))) } as unknown as Gate;
    const german = { ...ENGLISH, languageFor: () => 'de', say: (_language: string, key: string, english: string) => (key === 'ticket.stage.customer' ? 'Kunde' : key === 'module.marketing' ? 'Werbung' : english) };
    const { text } = await new Meta(gate, { here: () => registry }, registry.resources, german).read();
    const meta = JSON.parse(text) as MetaAnswer;
    expect([meta.language, meta.menu]).toEqual(['de', [{ module: 'marketing', label: 'Werbung', resources: ['ticket'] }]]);
    expect(fieldsOf(meta, 'ticket').get('stage')!.choices).toContainEqual(expect.objectContaining({ value: 'customer', label: 'Kunde' }));
    expect(fieldsOf(meta, 'ticket').has('amount')).toBe(false);
    expect(fieldsOf(meta, 'ticket').get('ownerId')).not.toHaveProperty('target');
  });
});

describe('Search', () => {
  it('answers over all nouns, each its own', async () => {
    const found = await world.as('A', 'owner').get(`/api/v1/search?q=${world.organizations.A.canary}`);
    expect([found.statusCode, found.body]).toEqual([200, expect.any(String)]);
    const { data } = found.json<{ data: { resource: string; id: string; title: string }[] }>();
    expect(new Set(data.map(({ resource }) => resource))).toEqual(new Set(['company', 'contact', 'member']));
    expect((await world.as('B', 'owner').get(`/api/v1/search?q=${world.organizations.A.canary}`)).body).not.toContain(world.organizations.A.canary);
    const few = await world.as('A', 'owner').get(`/api/v1/search?q=${world.organizations.A.canary}&resources=contact&limit=2`);
    expect(few.json<{ data: { resource: string }[] }>().data.map(({ resource }) => resource)).toEqual(['contact', 'contact']);
  });

  it.each([
    ['', 'q'],
    ['q=', 'q'],
    ['q= ', 'q'],
    [`q=${'x'.repeat(201)}`, 'q'],
    ['q=a&limit=0', 'limit'],
    ['q=a&limit=51', 'limit'],
    ['q=a&limit=1e1', 'limit'],
    ['q=a&limit=1;select pg_sleep(3)', 'limit'],
    ['q=a&resources=contacts', 'resources'],
    ['q=a&resources=teamMember', 'resources'],
    [`q=a&resources=contact' OR 1=1`, 'resources'],
    ['q=a&sort=name', 'sort'],
  ])('S01 refuses ?%s and names %s', async (query, at) => {
    const answer = await world.as('A', 'rep').get(`/api/v1/search?${encodeURI(query)}`);
    expect(answer.statusCode).toBe(400);
    expect(answer.json<{ errors: { at: string }[] }>().errors.map((error) => error.at)).toEqual([at]);
  });
});
