import type { Statement } from '#kernel/tenancy/transaction.js';
import type { Pause } from './webhook-subscription.js';

export interface Listening {
  id: string;
  events: string[];
  createdAt: Date;
}

/** Those to which anything is sent at all. */
export function listeningSubscriptions(organizationId: string): Statement {
  return {
    name: 'webhook.listening',
    text: `SELECT id, events, created_at AS "createdAt" FROM webhook_subscription WHERE organization_id = $1 AND active AND seal IS NOT NULL AND deleted_at IS NULL ORDER BY id`,
    values: [organizationId],
  };
}

export function pauseThoseOf(organizationId: string, memberIds: readonly string[], now: Date): Statement {
  return {
    name: 'webhook.pauseThoseOf',
    text: `UPDATE webhook_subscription SET active = false, paused_because = 'owner', updated_at = $3, version = version + 1 WHERE organization_id = $1 AND owner_id = ANY ($2::uuid[]) AND active AND deleted_at IS NULL`,
    values: [organizationId, memberIds, now],
  };
}

/** No row when it has been paused already. */
export function pauseSubscription(organizationId: string, id: string, because: Pause, now: Date): Statement {
  return {
    name: 'webhook.pause',
    text: `UPDATE webhook_subscription SET active = false, paused_because = $3, updated_at = $4, version = version + 1 WHERE organization_id = $1 AND id = $2 AND active AND deleted_at IS NULL RETURNING url`,
    values: [organizationId, id, because, now],
  };
}

export function lockSubscription(organizationId: string, id: string): Statement {
  return { name: 'webhook.lock', text: `SELECT seal IS NOT NULL AS issued FROM webhook_subscription WHERE organization_id = $1 AND id = $2 AND deleted_at IS NULL FOR UPDATE`, values: [organizationId, id] };
}

/** The secret that was there goes on beside the new one until `formerUntil`, if at all. */
export function giveSigningSecret(organizationId: string, id: string, { secret, ownerId, at, formerUntil }: { secret: Buffer; ownerId: string; at: Date; formerUntil: Date | null }): Statement {
  return {
    name: 'webhook.giveSecret',
    text: `UPDATE webhook_subscription SET former_seal = CASE WHEN $6::timestamptz IS NULL THEN NULL ELSE seal END, former_until = $6, seal = $3, owner_id = $4, issued_at = $5,
             updated_at = $5, updated_by = $4, version = version + 1 WHERE organization_id = $1 AND id = $2`,
    values: [organizationId, id, secret, ownerId, at, formerUntil],
  };
}
