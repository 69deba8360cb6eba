import { randomUUID } from 'node:crypto';
import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import { currentOrganizationId, currentScope, runInScope, type Actor } from '#kernel/tenancy/scope.js';
import { inOrganization, PlatformDatabase, Tenancy } from '#kernel/tenancy/tenancy.js';
import { within } from '#platform/clock/within.js';
import { activeMember, type MemberCard } from '#platform/identity/member.query.js';
import { Handles, type JobContext, type JobHandler } from '#platform/jobs/job-kind.js';
import { standingOfOrganization, type OrganizationStanding } from '#platform/organizations/organization.query.js';
import { Gathered } from './gathered.js';
import { Hold, HELD_MS, LostHold } from './hold.js';
import { GiveUp, kindDoneBy, Later, type Ids, type WorkHandler, type WorkInHand, type WorkKind } from './work-kind.js';
import { accountsOfMembers, beginWork, settleWork, type Settlement, type WorkRow } from './work.query.js';
import { workJobs, type WorkPayload } from './work-job.js';

/** For handlers that do not listen when their time is over. */
const GRACE_MS = 5_000;
const UNKNOWN_KIND_WAITS_MS = 60_000;
const LONGEST_OUTCOME = 500;
/** Whoever did it fell over or silent so often: it is what they did that is wrong. */
const MOST_SILENCES = 3;
const ENDING_MEMBERS = 'The member it was to be done for is no longer active.';

interface Doer {
  kind: WorkKind;
  handler: WorkHandler<Ids>;
}

/** Does rows of work, each once: with a hold on it that others respect, and an ending that stands in the row. */
@Injectable()
@Handles(...workJobs)
export class DoWork implements JobHandler<WorkPayload>, OnApplicationBootstrap {
  private readonly logger = new Logger('Work');
  private readonly doers = new Map<string, Doer>();
  private readonly settlements = new Gathered<Settlement, void>(async (settled) => {
    await this.tenancy.write(settleWork(currentOrganizationId(), settled));
  });

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

  async run({ work }: WorkPayload, { signal: stopping }: JobContext): Promise<void> {
    const claim = randomUUID();
    // Of those that are missing somebody else has one, or it has been cancelled.
    const begun = await this.tenancy.write<WorkRow>(beginWork(currentOrganizationId(), work, claim, new Date(this.now().getTime() + HELD_MS)));
    const standing = remembered(() => this.platform.query<OrganizationStanding>(standingOfOrganization(currentOrganizationId())));
    const done = begun.map((row) => {
      const { kind } = work.find(({ id }) => id === row.id)!;
      return runInScope({ ...currentScope(), requestId: row.requestId ?? currentScope().requestId }, () => this.begin(row, kind, claim, standing, stopping));
    });
    for (const each of await Promise.allSettled(done)) if (each.status === 'rejected') throw each.reason;
  }

  private begin(row: WorkRow, kind: string, claim: string, standing: () => Promise<OrganizationStanding[]>, stopping: AbortSignal): Promise<void> {
    const hold = new Hold(this.tenancy, this.settlements, { organizationId: currentOrganizationId(), id: row.id, claim });
    const doer = this.doers.get(kind);
    if (doer) return this.doIt(doer, row, hold, standing, stopping);
    return hold.postpone(`This worker does not know work of the kind ${kind}; it may be of a newer version.`, new Date(this.now().getTime() + UNKNOWN_KIND_WAITS_MS));
  }

  private async doIt({ kind, handler }: Doer, row: WorkRow, hold: Hold, standing: () => Promise<OrganizationStanding[]>, stopping: AbortSignal): Promise<void> {
    if (kind.product !== null && !(await standing())[0]?.modules.includes(kind.product)) return hold.end('cancelled', `The organisation does not have the module ${kind.product}.`);
    const actor = await this.actorOf(row);
    if (!actor) return hold.end('cancelled', ENDING_MEMBERS);
    if (row.silences > MOST_SILENCES) return this.bury({ kind, handler }, row, hold, `Whoever had it in hand fell silent, ${MOST_SILENCES} times in a row.`);
    hold.keep();
    const signal = AbortSignal.any([stopping, hold.lost, AbortSignal.timeout(kind.timeoutMs)]);
    let finished = false;
    const finish = async (outcome?: string) => {
      await hold.finish(shortened(outcome));
      finished = true;
    };
    const work: WorkInHand = { id: hold.id, effectKey: row.effectKey, about: row.about, attempt: row.attempts, signal, finish, progress: (done, total) => hold.progress(done, total) };
    const whole = async () => {
      const outcome = await handler.do(work);
      if (!finished) await (kind.atomic ? finish(outcome ?? undefined) : hold.end('done', shortened(outcome)));
    };
    try {
      await within(kind.timeoutMs + GRACE_MS, inOrganization(currentOrganizationId(), actor, () => (kind.atomic ? this.tenancy.transaction(whole) : whole())));
    } catch (error) {
      await this.failed({ kind, handler }, row, hold, stopping, error);
    } finally {
      hold.leave();
    }
  }

  private async actorOf({ actorId }: WorkRow): Promise<Actor | null> {
    if (actorId === null) return currentScope().actor;
    const organizationId = currentOrganizationId();
    const [[membership], [member]] = await Promise.all([this.platform.query<{ accountId: string }>(accountsOfMembers(organizationId, [actorId])), this.tenancy.read<MemberCard>(activeMember(organizationId, actorId))]);
    return membership && member ? { kind: 'member', accountId: membership.accountId, memberId: actorId } : null;
  }

  private async failed(doer: Doer, row: WorkRow, hold: Hold, stopping: AbortSignal, error: unknown): Promise<void> {
    if (error instanceof LostHold || hold.lost.aborted) return;
    const { kind } = doer;
    const outcome = error instanceof Error ? error.message : String(error);
    if (error instanceof Later) return hold.postpone(shortened(outcome), error.at);
    if (stopping.aborted) return hold.postpone('The worker stopped.', this.now());
    const wait = error instanceof GiveUp ? undefined : kind.waitsMs[row.attempts - 1];
    if (wait !== undefined) {
      this.logger.warn({ msg: 'Work failed and will be tried again', ...fieldsOf(kind, row, hold), error, inMs: wait });
      return hold.tryAgain(shortened(outcome), new Date(this.now().getTime() + wait * (1 + Math.random() / 5)));
    }
    await this.bury(doer, row, hold, outcome, error);
  }

  private async bury({ kind, handler }: Doer, row: WorkRow, hold: Hold, outcome: string, error?: unknown): Promise<void> {
    this.logger.error({ msg: 'Work failed for good', ...fieldsOf(kind, row, hold), outcome, error });
    await handler.died?.(row.about).catch((failure: unknown) => this.logger.error({ msg: 'Nobody could be told of work that failed for good', ...fieldsOf(kind, row, hold), error: failure }));
    await hold.end('dead', shortened(outcome));
  }

  private now(): Date {
    return currentScope().clock.now();
  }
}

function fieldsOf(kind: WorkKind, row: WorkRow, { id, held }: Hold): object {
  return { work: id, kind: kind.name, organizationId: held.organizationId, effect: row.effectKey, attempt: row.attempts };
}

function remembered<T>(ask: () => Promise<T>): () => Promise<T> {
  let answer: Promise<T> | undefined;
  return () => (answer ??= ask());
}

function shortened(outcome: string | void | null): string | null {
  return outcome ? outcome.slice(0, LONGEST_OUTCOME) : null;
}
