import { Injectable } from '@nestjs/common';
import { Handles, type JobContext, type JobHandler } from '#platform/jobs/job-kind.js';
import { Delivery } from './delivery.js';
import { sendAccountMail, sendMail, type MailPayload } from './send-mail.job.js';

@Injectable()
@Handles(sendMail)
export class SendMail implements JobHandler<MailPayload> {
  constructor(private readonly delivery: Delivery) {}

  run({ organizationId, mailId }: MailPayload, { signal }: JobContext): Promise<void> {
    return this.delivery.deliver({ organizationId, id: mailId }, signal);
  }
}

@Injectable()
@Handles(sendAccountMail)
export class SendAccountMail implements JobHandler<MailPayload> {
  constructor(private readonly delivery: Delivery) {}

  run({ mailId }: MailPayload, { signal }: JobContext): Promise<void> {
    return this.delivery.deliver({ organizationId: null, id: mailId }, signal);
  }
}
