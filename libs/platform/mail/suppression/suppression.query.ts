import type { Statement } from '#kernel/tenancy/transaction.js';
import type { SuppressedBecause } from './mail-suppression.js';

export function suppressionOf(organizationId: string, address: string): Statement {
  return { name: 'mailSuppression.of', text: `SELECT because FROM mail_suppression WHERE organization_id = $1 AND email_key = lower($2 COLLATE "C") AND deleted_at IS NULL`, values: [organizationId, address] };
}

/** One that is known already stays as it is. */
export function suppress(organizationId: string, id: string, address: string, because: SuppressedBecause, now: Date): Statement {
  return {
    name: 'mailSuppression.add',
    text: `INSERT INTO mail_suppression (organization_id, id, created_at, updated_at, email, because) VALUES ($1, $2, $3, $3, $4, $5) ON CONFLICT DO NOTHING RETURNING id`,
    values: [organizationId, id, now, address, because],
  };
}
