import { defineWork } from '#platform/work/work-kind.js';

export type PushIds = { notificationId: string; subscriptionId: string };

/** One for each browser, so that what has reached one is not sent again because another could not be reached. */
export const push = defineWork<PushIds>({ queue: 'notifications', name: 'push', waitsMs: [5_000, 60_000, 600_000], timeoutMs: 20_000 });
