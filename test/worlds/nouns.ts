import pg from 'pg';
import { createSchema } from '#kernel/derive/ddl.js';
import { productRegistry } from '../../apps/product.js';
import type { TestDatabase } from './database.js';

/** The tables of all nouns, where no migration has made them yet. */
export async function createNouns(database: TestDatabase): Promise<void> {
  const owner = new pg.Client({ connectionString: database.ownerUrl });
  await owner.connect();
  try {
    const { rows } = await owner.query<{ there: boolean }>(`SELECT to_regclass('public.member') IS NOT NULL AS there`);
    if (!rows[0]!.there) await owner.query(createSchema(productRegistry()));
  } finally {
    await owner.end();
  }
}
