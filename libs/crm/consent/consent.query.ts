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

/** Where one of two people who become one has withdrawn what the other still allows, it is withdrawn. */
export function strictest(organizationId: string, subject: string, one: string, other: string, by: string | null, now: Date): Statement {
  return {
    name: 'consent.strictest',
    text: `INSERT INTO consent (organization_id, created_at, created_by, updated_at, updated_by, channel, purpose, answer, at, source, subject, record_id)
           SELECT $1, $6, $5, $6, $5, channel, purpose, 'withdrawn', $6, 'Merged records', $2, $4 FROM (
             SELECT DISTINCT ON (channel, purpose, record_id) channel, purpose, record_id, answer FROM consent
             WHERE organization_id = $1 AND subject = $2 AND record_id IN ($3, $4) AND deleted_at IS NULL ORDER BY channel, purpose, record_id, at DESC, id DESC) last
           GROUP BY channel, purpose HAVING count(DISTINCT answer) > 1 RETURNING channel, purpose`,
    values: [organizationId, subject, one, other, by, now],
  };
}
