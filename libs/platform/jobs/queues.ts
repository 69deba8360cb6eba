/** Every queue of the product, and how many of its jobs a worker does at once. A worker works on all of them, or on those that QUEUES names. */
export const CONCURRENCY = { housekeeping: 4, mail: 4, automation: 32, webhooks: 128, notifications: 8, transfer: 2 } as const;
export type QueueName = keyof typeof CONCURRENCY;
export const QUEUES = Object.keys(CONCURRENCY) as QueueName[];
