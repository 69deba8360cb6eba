import type { Json } from '#kernel/field/field.js';
import { isAboutPeople, isPersonal, type ResourceModel } from '#kernel/resource/model.js';
import { baseOf, ContractWorld, nouns } from './contract-world.js';
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
