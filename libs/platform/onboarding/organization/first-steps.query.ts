import type { Statement } from '#kernel/tenancy/transaction.js';

/** When the organisation had some record of each noun, as the ledger tells; null when it never had one. */
export function firstRecords(organizationId: string, nouns: readonly string[]): Statement {
  return {
    name: 'firstSteps.records',
    text: `SELECT n.noun, (SELECT e.happened_at FROM ledger_entry e WHERE e.organization_id = $1 AND e.subject = n.noun AND e.what = 'insert' LIMIT 1) AS at
           FROM unnest($2::text[]) AS n (noun)`,
    values: [organizationId, nouns],
  };
}

/** What was last told of an organisation among these facts. */
export function lastFact(organizationId: string, facts: readonly string[]): Statement {
  return {
    name: 'firstSteps.lastFact',
    text: `SELECT what, happened_at AS at FROM ledger_entry WHERE organization_id = $1 AND subject = 'organization' AND record_id = $1 AND what = ANY ($2::text[]) ORDER BY id DESC LIMIT 1`,
    values: [organizationId, facts],
  };
}
