import type { QueueName } from './queues.js';

export const JOBS_OPTIONS = Symbol('jobs options');

export interface JobsOptions {
  redisUrl: string;
  /** The queues this process works on; none in the API, which only asks for work. */
  workOn: readonly QueueName[];
  /** How long a stopping process waits for the jobs that run. */
  drainMs: number;
}
