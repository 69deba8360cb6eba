import type { Statement } from '#kernel/tenancy/transaction.js';

export interface SealedSubscription {
  id: string;
  sealed: Buffer;
}

const MOST = 20;

/** Whoever subscribes anew with the same browser has one subscription as before. */
export function addSubscription(organizationId: string, id: string, memberId: string, digest: Buffer, sealed: Buffer, now: Date): Statement {
  return {
    name: 'push.add',
    text: `INSERT INTO push_subscription (organization_id, id, member_id, endpoint_digest, sealed, created_at) VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING`,
    values: [organizationId, id, memberId, digest, sealed, now],
  };
}

export function dropSubscription(organizationId: string, memberId: string, digest: Buffer): Statement {
  return { name: 'push.drop', text: `DELETE FROM push_subscription WHERE organization_id = $1 AND member_id = $2 AND endpoint_digest = $3`, values: [organizationId, memberId, digest] };
}

export function subscriptionsOf(organizationId: string, memberId: string): Statement {
  return { name: 'push.of', text: `SELECT id FROM push_subscription WHERE organization_id = $1 AND member_id = $2 ORDER BY created_at DESC LIMIT ${MOST}`, values: [organizationId, memberId] };
}

export function subscriptionById(organizationId: string, memberId: string, id: string): Statement {
  return { name: 'push.byId', text: `SELECT id, sealed FROM push_subscription WHERE organization_id = $1 AND member_id = $2 AND id = $3`, values: [organizationId, memberId, id] };
}

export function endSubscription(organizationId: string, id: string): Statement {
  return { name: 'push.end', text: `DELETE FROM push_subscription WHERE organization_id = $1 AND id = $2`, values: [organizationId, id] };
}
