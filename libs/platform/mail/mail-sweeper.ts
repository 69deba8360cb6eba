import { Injectable } from '@nestjs/common';
import { Cron } from '@nestjs/schedule';
import { currentScope } from '#kernel/tenancy/scope.js';
import { inOrganization, PlatformDatabase, Tenancy } from '#kernel/tenancy/tenancy.js';
import { Ticks } from '#platform/jobs/ticks.js';
import { MailJobs } from './mail-jobs.js';
import { dueMails, organizationsWithWaitingMail, type DueMail } from './mail.query.js';

const TICK = { name: 'mail', everyMs: 30_000, jitterMs: 2_000 };
/** A mail that is only so late has a job that is just about to begin. */
const GRACE_MS = 20_000;

/** Jobs live in Redis, which may be emptied at any time; mails stand in Postgres. What has lost its job gets another. */
@Injectable()
export class MailSweeper {
  constructor(
    private readonly tenancy: Tenancy,
    private readonly platform: PlatformDatabase,
    private readonly jobs: MailJobs,
    private readonly ticks: Ticks,
  ) {}

  @Cron('*/30 * * * * *', { name: TICK.name, timeZone: 'UTC' })
  tick(): Promise<void> {
    return this.ticks.once(TICK, () => this.sweep(new Date(currentScope().clock.now().getTime() - GRACE_MS)));
  }

  async sweep(before: Date): Promise<void> {
    await this.enqueue(null, await this.platform.query<DueMail>(dueMails(null, before)));
    for (const { organizationId } of await this.platform.query<{ organizationId: string }>(organizationsWithWaitingMail(before))) {
      const due = await inOrganization(organizationId, currentScope().actor, () => this.tenancy.read<DueMail>(dueMails(organizationId, before)));
      await this.enqueue(organizationId, due);
    }
  }

  private async enqueue(organizationId: string | null, due: readonly DueMail[]): Promise<void> {
    for (const { id, attempts } of due) await this.jobs.enqueue({ organizationId, id }, attempts);
  }
}
