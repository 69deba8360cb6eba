import { quoted } from '#kernel/gate/sql.js';
import type { ResourceModel } from '#kernel/resource/model.js';
import type { Statement } from '#kernel/tenancy/transaction.js';

export interface Answer {
  purpose: string;
  answer: 'given' | 'withdrawn';
}

/**
 * What was last said about each purpose, by everybody whom the address reaches: said about the address itself, or by a person who has it now.
 * `people` are the nouns whose records have an e-mail address of their own.
 */
export function answersAbout(organizationId: string, channel: string, address: string, people: readonly ResourceModel[]): Statement {
  const having = people.map(({ name, table }) => `OR (subject = '${name}' AND record_id IN (SELECT id FROM ${quoted(table)} WHERE organization_id = $1 AND email_key = lower($3 COLLATE "C") AND deleted_at IS NULL))`);
  return {
    name: 'consent.about',
    text: `SELECT DISTINCT ON (purpose, subject, record_id) purpose, answer FROM consent
           WHERE organization_id = $1 AND channel = $2 AND deleted_at IS NULL AND (address_key = lower($3 COLLATE "C") ${having.join(' ')}
             OR (subject = 'contact' AND record_id IN (SELECT contact_id FROM contact_point WHERE organization_id = $1 AND email_key = lower($3 COLLATE "C") AND deleted_at IS NULL)))
           ORDER BY purpose, subject, record_id, at DESC, id DESC`,
    values: [organizationId, channel, address],
  };
}
