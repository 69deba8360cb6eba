import type { Statement } from '#kernel/tenancy/transaction.js';
import type { Tenancy } from '#kernel/tenancy/tenancy.js';
import type { Organization } from './organization.js';
import { holdFurnishing } from './organization.query.js';

/** Rows that an organisation has from its beginning, such as a first pipeline. Run again after each release, so a statement adds nothing where there has ever been something. */
export type Furnishing = (organization: Furnished) => Statement[];
type Furnished = Pick<Organization, 'id' | 'language'>;

const known: Furnishing[] = [];

export function furnish(furnishing: Furnishing): void {
  known.push(furnishing);
}

/** Inside the organisation. Two releases that start at once furnish it one after the other. */
export async function furnishAll(organization: Furnished, tenancy: Tenancy): Promise<void> {
  await tenancy.transaction(async (transaction) => {
    await transaction.query(holdFurnishing(organization.id));
    for (const furnishing of known) for (const statement of furnishing(organization)) await transaction.query(statement);
  });
}
