import type { Queue } from 'bull';
import { jobsWaiting, measureOnScrape, oldestJobSeconds } from '#platform/observability/metrics.js';
import { within } from '#platform/clock/within.js';

const PATIENCE_MS = 1_000;

export function measureQueues(queues: readonly Queue[]): void {
  measureOnScrape(async () => {
    await Promise.all(queues.map((queue) => within(PATIENCE_MS, measure(queue))));
  });
}

async function measure(queue: Queue): Promise<void> {
  const { name: queueName } = queue;
  const { waiting, active, delayed } = await queue.getJobCounts();
  for (const [state, jobs] of Object.entries({ waiting, active, delayed })) jobsWaiting.set({ queue: queueName, state }, jobs);
  const oldest = (await queue.getWaiting(0, 0))[0];
  oldestJobSeconds.set({ queue: queueName }, oldest ? Math.max(0, Date.now() - oldest.timestamp) / 1_000 : 0);
}
