import type { Json } from '#kernel/field/field.js';
import { actorIdOf, currentOrganizationId, currentScope } from '#kernel/tenancy/scope.js';
import type { Statement } from '#kernel/tenancy/transaction.js';
import { named } from './statements.js';

/** A fact in the ledger, by whom and why as the scope says. */
export function factStatement(fact: string, subject: string, recordId: string | null, data: { [key: string]: Json }): Statement {
  const { actor, requestId, reason } = currentScope();
  return named(
    'ledger.fact',
    `INSERT INTO ledger_entry (organization_id, kind, subject, record_id, what, actor_id, request_id, reason, after) VALUES ($1, 'fact', $2, $3, $4, $5, $6, $7, $8)`,
    [currentOrganizationId(), subject, recordId, fact, actorIdOf(actor), requestId, reason, JSON.stringify(data)],
  );
}

/** Finds one when something of the record was erased for good. */
export function forgottenStatement(subject: string, recordId: string): Statement {
  const text = `SELECT 1 FROM ledger_entry WHERE organization_id = $1 AND subject = $2 AND record_id = $3 AND kind = 'fact' AND what = 'person.forgotten' LIMIT 1`;
  return named('ledger.forgotten', text, [currentOrganizationId(), subject, recordId]);
}
