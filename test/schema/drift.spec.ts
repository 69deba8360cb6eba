import { productRegistry } from '../../apps/product.js';
import { Workbench } from './workbench.js';

let workbench: Workbench;

beforeAll(async () => {
  workbench = await Workbench.create();
});

afterAll(() => workbench.close());

describe('The migrated database', () => {
  it('has what the nouns declare and nothing else', async () => {
    const differences = await workbench.differences();
    if (differences.length) throw new Error(`Nouns and migrations differ. Write the migration with "npm run migration:new <name>":\n${differences.map((each) => `  - ${each}`).join('\n')}`);
    expect(productRegistry().resources).toBeDefined();
  });
});
