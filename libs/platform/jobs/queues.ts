/** Every queue of the product: a worker works on all of them, or on those that QUEUES names. */
export const QUEUES = ['housekeeping', 'mail'] as const;
export type QueueName = (typeof QUEUES)[number];
