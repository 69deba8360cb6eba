import { randomUUID } from 'node:crypto';
import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import { currentOrganizationId, currentScope, runInScope, type Actor } from '#kernel/tenancy/scope.js';
import { inOrganization, PlatformDatabase, Tenancy } from '#kernel/tenancy/tenancy.js';
import { within } from '#platform/clock/within.js';
import { activeMember, type MemberCard } from '#platform/identity/member.query.js';
import { Handles, type JobContext, type JobHandler } from '#platform/jobs/job-kind.js';
import { standingOfOrganization, type OrganizationStanding } from '#platform/organizations/organization.query.js';
import { Hold, HELD_MS, LostHold } from './hold.js';
import { GiveUp, kindDoneBy, Later, type Ids, type WorkHandler, type WorkInHand, type WorkKind } from './work-kind.js';
import { accountOfMember, beginWork, endWork, type WorkRow } from './work.query.js';
import { workJobs, type WorkPayload } from './work-job.js';

/** For handlers that do not listen when their time is over. */
const GRACE_MS = 5_000;
const UNKNOWN_KIND_WAITS_MS = 60_000;
const LONGEST_OUTCOME = 500;
const ENDING_MEMBERS = 'The member it was to be done for is no longer active.';

interface Doer {
  kind: WorkKind;
  handler: WorkHandler<Ids>;
}

/** Does one row of work, once: with a hold on it that others respect, and an ending that stands in the row. */
@Injectable()
@Handles(...workJobs)
export class DoWork implements JobHandler<WorkPayload>, OnApplicationBootstrap {
  private readonly logger = new Logger('Work');
  private readonly doers = new Map<string, Doer>();

  constructor(
    private readonly tenancy: Tenancy,
    private readonly platform: PlatformDatabase,
    private readonly discovery: DiscoveryService,
  ) {}

  onApplicationBootstrap(): void {
    for (const { instance, metatype } of this.discovery.getProviders()) {
      const kind = typeof metatype === 'function' ? kindDoneBy(metatype) : undefined;
      if (!kind) continue;
      const known = this.doers.get(kind.name);
      if (known && known.handler !== instance) throw new Error(`Work of the kind ${kind.name} has two handlers: leave @Does() on one of them.`);
      this.doers.set(kind.name, { kind, handler: instance as WorkHandler<Ids> });
    }
  }

  async run({ workId, kind, effectKey }: WorkPayload, { signal: stopping }: JobContext): Promise<void> {
    const claim = randomUUID();
    const handed = { organizationId: currentOrganizationId(), id: workId, claim: effectKey };
    const [row] = await this.tenancy.write<WorkRow>(beginWork(handed, claim, new Date(this.now().getTime() + HELD_MS)));
    // Somebody else has it, or it has been cancelled.
    if (!row) return;
    const hold = new Hold(this.tenancy, { ...handed, claim });
    const doer = this.doers.get(kind);
    if (!doer) return hold.postpone(`This worker does not know work of the kind ${kind}; it may be of a newer version.`, new Date(this.now().getTime() + UNKNOWN_KIND_WAITS_MS));
    await runInScope({ ...currentScope(), requestId: row.requestId ?? currentScope().requestId }, () => this.doIt(doer, row, hold, stopping));
  }

  private async doIt({ kind, handler }: Doer, row: WorkRow, hold: Hold, stopping: AbortSignal): Promise<void> {
    const refused = await this.refused(kind);
    if (refused) return hold.end('cancelled', refused);
    const actor = await this.actorOf(row);
    if (!actor) return hold.end('cancelled', ENDING_MEMBERS);
    hold.keep();
    const signal = AbortSignal.any([stopping, hold.lost, AbortSignal.timeout(kind.timeoutMs)]);
    const work: WorkInHand = { id: hold.id, effectKey: row.effectKey, about: row.about, attempt: row.attempts, signal, progress: (done, total) => hold.progress(done, total) };
    try {
      await within(kind.timeoutMs + GRACE_MS, inOrganization(currentOrganizationId(), actor, () => (kind.atomic ? this.atOnce(handler, work, hold) : this.stepByStep(handler, work, hold))));
    } catch (error) {
      await this.failed(kind, row, hold, stopping, error);
    } finally {
      hold.leave();
    }
  }

  private async stepByStep(handler: WorkHandler<Ids>, work: WorkInHand, hold: Hold): Promise<void> {
    const outcome = await handler.do(work);
    await hold.end('done', shortened(outcome));
  }

  private atOnce(handler: WorkHandler<Ids>, work: WorkInHand, hold: Hold): Promise<void> {
    return this.tenancy.transaction(async (transaction) => {
      const outcome = await handler.do(work);
      const ended = await transaction.query(endWork(hold.held, 'done', shortened(outcome), this.now()));
      if (ended.length === 0) throw new LostHold();
    });
  }

  private async refused({ product }: WorkKind): Promise<string | null> {
    if (product === null) return null;
    const [standing] = await this.platform.query<OrganizationStanding>(standingOfOrganization(currentOrganizationId()));
    return standing?.modules.includes(product) ? null : `The organisation does not have the module ${product}.`;
  }

  private async actorOf({ actorId }: WorkRow): Promise<Actor | null> {
    if (actorId === null) return currentScope().actor;
    const organizationId = currentOrganizationId();
    const [[membership], [member]] = await Promise.all([this.platform.query<{ accountId: string }>(accountOfMember(organizationId, actorId)), this.tenancy.read<MemberCard>(activeMember(organizationId, actorId))]);
    return membership && member ? { kind: 'member', accountId: membership.accountId, memberId: actorId } : null;
  }

  private async failed(kind: WorkKind, row: WorkRow, hold: Hold, stopping: AbortSignal, error: unknown): Promise<void> {
    if (error instanceof LostHold || hold.lost.aborted) return;
    const outcome = shortened(error instanceof Error ? error.message : String(error));
    const fields = { work: hold.id, kind: kind.name, organizationId: hold.held.organizationId, effect: row.effectKey, attempt: row.attempts, error };
    if (error instanceof Later) return hold.postpone(outcome, error.at);
    if (stopping.aborted) return hold.postpone('The worker stopped.', this.now());
    const wait = error instanceof GiveUp ? undefined : kind.waitsMs[row.attempts - 1];
    if (wait !== undefined) {
      this.logger.warn({ msg: 'Work failed and will be tried again', ...fields, inMs: wait });
      return hold.tryAgain(outcome, new Date(this.now().getTime() + wait * (1 + Math.random() / 5)));
    }
    this.logger.error({ msg: 'Work failed for good', ...fields });
    await hold.end('dead', outcome);
  }

  private now(): Date {
    return currentScope().clock.now();
  }
}

function shortened(outcome: string | void | null): string | null {
  return outcome ? outcome.slice(0, LONGEST_OUTCOME) : null;
}
