import { defineJob, type JobKind, type JobPayload } from '#platform/jobs/job-kind.js';
import { QUEUES } from '#platform/jobs/queues.js';
import type { HandedOut } from './work.query.js';

export interface WorkPayload extends JobPayload {
  readonly work: readonly HandedOut[];
}

/** A job costs more than many a piece of work. */
export const MOST_IN_ONE_JOB = 16;

const LONGEST_MS = 24 * 60 * 60 * 1_000;

/** Carries rows to a worker, which does all of them at once. Tried once: when to try again stands in the row, which outlives every queue. */
const jobs = new Map(QUEUES.map((queue) => [queue as string, defineJob<WorkPayload>({ queue, name: 'work', attempts: 1, timeoutMs: LONGEST_MS })]));

export const workJobs: readonly JobKind<WorkPayload>[] = [...jobs.values()];

export function workJobOf(queue: string): JobKind<WorkPayload> {
  const job = jobs.get(queue);
  if (!job) throw new Error(`There is no queue called ${queue}; the work in it may be of a newer version.`);
  return job;
}
