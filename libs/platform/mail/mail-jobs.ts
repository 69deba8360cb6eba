import { Injectable, Optional } from '@nestjs/common';
import { Jobs } from '#platform/jobs/jobs.js';
import type { MailRef } from './mail.query.js';
import { sendAccountMail, sendMail } from './send-mail.job.js';

/** Asks the workers to send a mail that stands in its table. */
@Injectable()
export class MailJobs {
  /** The console has no queues; what it writes is found by the sweeper. */
  constructor(@Optional() private readonly jobs?: Jobs) {}

  /** One job for each attempt, so that the next can be asked for while this one is still running. */
  async enqueue({ organizationId, id }: MailRef, attempts: number, delayMs = 0): Promise<void> {
    const kind = organizationId === null ? sendAccountMail : sendMail;
    await this.jobs?.enqueue(kind, { organizationId, mailId: id, effectKey: `${id}:${attempts}` }, { delayMs });
  }
}
