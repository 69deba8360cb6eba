import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { squawk } from './squawk.js';
import { ROOT } from './workbench.js';

const folder = join(ROOT, 'migrations');
const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.sql'));

describe('Squawk', () => {
  it.each(files)('finds nothing in migrations/%s', (file) => {
    expect(squawk(file, readFileSync(join(folder, file), 'utf8'))).toBe('');
  });

  it('finds what stops the product', () => {
    const name = '1795219200000-test.sql';
    expect(squawk(name, 'ALTER TABLE contact ALTER COLUMN name TYPE varchar(10);')).toContain('changing-column-type');
    expect(squawk(name, 'ALTER TABLE contact RENAME COLUMN name TO label;')).toContain('renaming-column');
    expect(squawk(name, 'CREATE INDEX contact_name ON contact (organization_id, name);')).toContain('require-concurrent-index-creation');
    expect(squawk(name, 'ALTER TABLE contact ADD CONSTRAINT c CHECK (length(name) < 9);')).toContain('constraint-missing-not-valid');
  });
});
