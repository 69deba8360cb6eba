import { compare } from '#kernel/gate/predicate.js';
import { lockStatement } from '#kernel/pipeline/write-statements.js';
import type { ResourceModel } from '#kernel/resource/model.js';
import type { Statement } from '#kernel/tenancy/transaction.js';

/** As hooks see them, and held until the transaction ends. */
export function lockLeads(organizationId: string, noun: ResourceModel, ids: readonly string[]): Statement {
  return lockStatement(noun, compare(noun.fields.get('id')!, 'in', ids), organizationId, { stays: true });
}
