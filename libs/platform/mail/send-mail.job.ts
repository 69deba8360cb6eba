import { defineJob, type JobPayload } from '#platform/jobs/job-kind.js';

export interface MailPayload extends JobPayload {
  readonly mailId: string;
}

/** Tried once: when to try again stands in the row, which outlives every queue. */
const ONCE = { queue: 'mail', attempts: 1, timeoutMs: 90_000 } as const;

export const sendMail = defineJob<MailPayload>({ ...ONCE, name: 'send-mail' });
export const sendAccountMail = defineJob<MailPayload>({ ...ONCE, name: 'send-account-mail', of: 'deployment' });
