import type { Json } from '#kernel/field/field.js';
import { factStatement } from '#kernel/pipeline/facts.js';
import { isAboutPeople, isPersonal, type ResourceModel } from '#kernel/resource/model.js';
import { define } from '#test/customization/definitions.js';
import { baseOf, ContractWorld, nouns, registry } from './contract-world.js';
import { writableFields, type Specimen } from './specimens.js';

let world: ContractWorld;

beforeAll(async () => {
  world = await ContractWorld.create();
});
afterAll(() => world?.tenants.close());

/** The texts by which one would know the person again. */
function tracesOf(noun: ResourceModel, record: Specimen): string[] {
  const values = writableFields(noun).filter(isPersonal).map(({ name }) => record[name] ?? null);
  return values.flatMap(textsIn).filter((text) => text.length > 5);
}

function textsIn(value: Json): string[] {
  if (typeof value === 'string') return [value];
  return value && typeof value === 'object' ? Object.values(value).flatMap(textsIn) : [];
}

describe.each(nouns.filter(isAboutPeople).map((noun) => [noun.name, noun] as const))('A %s', (_name, noun) => {
  it('sees all that is held about them, and is then forgotten in every table', async () => {
    const base = baseOf(noun);
    const first = await world.ours.make(noun);
    const changed = (await world.owner.patch(`${base}/${first.id}`, await world.ours.change(noun, first))).json<Specimen>();
    const traces = [...new Set([...tracesOf(noun, first), ...tracesOf(noun, changed)])];
    expect(traces).not.toEqual([]);
    const theirs = await world.rowsOf('B');

    const shown = await world.owner.get(`${base}/${first.id}/personal-data`);
    expect(shown.statusCode).toBe(200);
    expect(traces.filter((trace) => !shown.body.includes(JSON.stringify(trace).slice(1, -1)))).toEqual([]);

    expect((await world.owner.post(`${base}/${first.id}/forget`)).statusCode).toBe(204);
    expect(await world.witness.tablesWith(traces)).toEqual([]);
    expect((await world.owner.get(`${base}/${first.id}`)).statusCode).toBe(404);
    expect((await world.witness.facts(first.id)).slice(-2)).toEqual(['person.disclosed', 'person.forgotten']);
    expect((await world.owner.post(`${base}/${first.id}/restore`)).statusCode).toBe(409);
    // Once more is no fault: whoever is not sure may ask again.
    expect((await world.owner.post(`${base}/${first.id}/forget`)).statusCode).toBe(204);
    expect(await world.rowsOf('B')).toEqual(theirs);
  });

  it('is neither shown nor forgotten for those who have no right to it, nor for another organisation', async () => {
    const { id } = world.mine.get(noun)!;
    const foreign = world.foreign.get(noun)!.live.id;
    await world.unchanged(async () => {
      expect([403, 404]).toContain((await world.as('viewer').post(`${baseOf(noun)}/${id}/forget`)).statusCode);
      expect([403, 404]).toContain((await world.as('viewer').get(`${baseOf(noun)}/${id}/personal-data`)).statusCode);
      expect((await world.alike(foreign, (each) => world.owner.post(`${baseOf(noun)}/${each}/forget`))).statusCode).toBe(404);
      expect((await world.alike(foreign, (each) => world.owner.get(`${baseOf(noun)}/${each}/personal-data`))).statusCode).toBe(404);
    });
  });
});

it('A person is forgotten with what the organisation itself noted, asked and told about them, and others stay as they were', async () => {
  const fields = ['nickname', 'colour', 'retired'].map((key) => ({ resource: 'contact', key, label: key, type: 'text', personal: key === 'colour' ? 'none' : 'sensitive' }));
  const [, , retired] = await Promise.all(fields.map((field) => define(world.tenants, 'A', field)));
  const base = '/api/v1/sales/contacts';
  const custom = { nickname: 'Canarina the Bold', colour: 'Plain teal', retired: 'Once a canary' };
  const { id } = (await world.owner.post(base, { lastName: 'Canarina', email: 'canarina@example.com', custom })).json<Specimen>();
  const other = (await world.owner.post(base, { lastName: 'Bystander', custom: { nickname: 'By' } })).json<Specimen>();
  await world.owner.get(`${base}/export?filter[email]=canarina@example.com&q=Canarina`);
  await world.ours.inside(() => world.write.delete(registry.get('customField'), retired!));
  await world.tenants.inside('A', (tenancy) => tenancy.write(factStatement('contact.greeted', 'contact', id, { as: 'Canarina the Bold' })));
  const untouched = await world.witness.ledger(world.tenants.organizations.A.id, other.id);

  const seen = await world.owner.get(`${base}/${id}/personal-data`);
  expect(seen.json()).toMatchObject({ complete: true, fields: expect.arrayContaining([{ name: 'custom.nickname', label: 'nickname', class: 'sensitive', value: 'Canarina the Bold' }]) });
  expect(seen.body).toContain('contact.greeted');
  // Who may export lists may not for that reason ask for all that was ever known of one person.
  expect((await world.as('marketing').get(`${base}/${id}/personal-data`)).statusCode).toBe(403);

  await world.owner.delete(`${base}/${id}`);
  expect((await world.owner.get(`${base}/${id}/personal-data`)).body).toContain('Canarina the Bold');
  expect((await world.owner.post(`${base}/${id}/forget`)).statusCode).toBe(204);
  expect(await world.witness.tablesWith(['Canarina', 'Once a canary'])).toEqual([]);
  expect(await world.witness.tablesWith(['Plain teal'])).toEqual(expect.arrayContaining(['contact']));
  expect(await world.witness.ledger(world.tenants.organizations.A.id, other.id)).toEqual(untouched);
  expect((await world.owner.get(`${base}/${other.id}`)).json()).toMatchObject({ lastName: 'Bystander', custom: { nickname: 'By' } });
});

it('A member is forgotten although records need them; their seats in teams go', async () => {
  const member = await world.ours.make(registry.get('member'));
  const team = await world.ours.make(registry.get('team'));
  const seat = (await world.owner.post('/api/v1/identity/team-members', { teamId: team.id, memberId: member.id })).json<Specimen>();
  const contact = (await world.owner.post('/api/v1/sales/contacts', { lastName: 'Client', ownerId: member.id })).json<Specimen>();
  expect((await world.owner.delete(`/api/v1/identity/members/${member.id}`)).statusCode).toBe(409);
  expect((await world.owner.post(`/api/v1/identity/members/${member.id}/forget`)).statusCode).toBe(204);
  expect((await world.owner.get(`/api/v1/identity/team-members/${seat.id}`)).statusCode).toBe(404);
  expect((await world.owner.get(`/api/v1/sales/contacts/${contact.id}`)).json()).toMatchObject({ ownerId: member.id });
});
