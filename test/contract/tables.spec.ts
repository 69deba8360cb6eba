import { tableSchema } from '../../apps/console/schema/ddl.js';
import { TestDatabase } from '#test/worlds/database.js';
import { productRegistry } from '../../apps/product.js';
import { Witness } from './evidence.js';

const registry = productRegistry();
let database: TestDatabase;
let witness: Witness;

beforeAll(async () => {
  database = await TestDatabase.create();
  witness = new Witness(database.pool(database.administratorUrl));
});
afterAll(() => database.drop());

it.each(registry.resources.map((noun) => [noun.name, noun] as const))('%s is sealed and watched by its table', async (_name, noun) => {
  const { policies, triggers } = tableSchema(noun, registry);
  expect(await witness.safeguards(noun.table)).toEqual({ enabled: true, forced: true, policies: [...policies.keys()].sort(), triggers: [...triggers.keys()].sort() });
  expect([...triggers.keys()]).toContain('ledger');
});
