import { defineWork } from '#platform/work/work-kind.js';
import type { Plan } from '#platform/work/work.js';

/** When to try again stands with the delivery itself; what fails here failed for reasons of our own. */
export const deliverWebhook = defineWork<{ deliveryId: string }>({ queue: 'webhooks', name: 'deliver-webhook', timeoutMs: 45_000 });

/** Replayed, it is another piece of work about the same delivery. */
export function deliveryPlan(deliveryId: string, round: number, at?: Date): Plan {
  return { kind: deliverWebhook, effectKey: `${deliveryId}:${round}`, about: { deliveryId }, ...(at && { at }) } as Plan;
}
