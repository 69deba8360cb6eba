import { Injectable, Logger } from '@nestjs/common';
import { NotFound, Problem } from '#kernel/pipeline/problem.js';
import { currentOrganizationId, currentScope } from '#kernel/tenancy/scope.js';
import { Tenancy } from '#kernel/tenancy/tenancy.js';
import { Does, type WorkHandler, type WorkInHand } from '#platform/work/work-kind.js';
import { Work } from '#platform/work/work.js';
import { FAILED } from '../graph/graph.js';
import { type Event, NOTHING_YET } from '../graph/walk.js';
import { evaluate } from '../trigger/evaluate.js';
import { standingOfWorkflow, type Standing } from '../workflow/workflow.query.js';
import { Hand, type Cause } from './hand.js';
import { Principal, runOfRequest } from './principal.js';
import { beginRun, findRun, ledgerEntry, lockRun, type LedgerRow, type Run } from './run.query.js';
import { carryOn, FROM_THE_START, isLastTry, startWorkflow } from './run-work.js';
import { answerParent, isFinal, Runner, sayOf } from './runner.js';
import { Tools } from './tools.js';

type About<K> = K extends { about?: infer A } ? A : never;

/** How long a chain of workflows may get that set each other off. */
export const DEEPEST_CHAIN = 8;
const NO_CAUSE: Cause = { row: null, data: {} };
const log = new Logger('Automation');
const TOO_LATE = 'It has gone on, or ended, without this.';

/** Begins a run where its trigger holds, and takes it as far as it goes. */
@Injectable()
@Does(startWorkflow)
export class StartWorkflow implements WorkHandler<About<typeof startWorkflow>> {
  constructor(
    private readonly tenancy: Tenancy,
    private readonly principal: Principal,
    private readonly runner: Runner,
    private readonly tools: Tools,
    private readonly work: Work,
  ) {}

  async do({ about, attempt }: WorkInHand<About<typeof startWorkflow>>): Promise<string> {
    const organizationId = currentOrganizationId();
    const [[standing], [entry]] = await Promise.all([
      this.tenancy.read<Standing>(standingOfWorkflow(organizationId, about.workflowId, about.versionId)),
      about.entryId ? this.tenancy.read<LedgerRow>(ledgerEntry(organizationId, about.entryId)) : [],
    ]);
    if (!standing?.runsAsId || standing.state !== 'on') return this.refused(about, 'The workflow is not switched on any more.');
    const run: Run = { ...NEW_RUN, id: about.runId, workflowId: about.workflowId, versionId: about.versionId, asId: standing.runsAsId, cause: about.cause, entryId: about.entryId ?? null, noun: about.noun ?? entry?.subject ?? null, recordId: about.recordId ?? entry?.recordId ?? null, parentRunId: about.parentRunId ?? null, parentTurn: about.parentTurn ?? null, requestId: entry?.requestId ?? currentScope().requestId };
    run.chain = await this.chainOf(run, entry);
    const looped = run.chain.slice(0, -1).includes(run.workflowId) ? 'It would set itself off again.' : run.chain.length > DEEPEST_CHAIN ? `A chain of workflows ends after ${DEEPEST_CHAIN}.` : null;
    try {
      return await this.principal.as(run.asId, run.id, () => this.begin(run, standing, entry, looped));
    } catch (error) {
      if (!isFinal(error) && !isLastTry(attempt)) throw error;
      return this.failed(run, error);
    }
  }

  private async begin(run: Run, { graph }: Standing, entry: LedgerRow | undefined, looped: string | null): Promise<string> {
    const ground = await this.tools.ground();
    const evaluation = entry ? await evaluate(graph.trigger, entry, ground, this.tools) : null;
    if (evaluation && !evaluation.fires) return `Did not begin: ${evaluation.asked.filter((each) => !each.holds).map(({ say }) => say).join(' ')}`;
    const hand = new Hand(this.tools, run, graph, ground, evaluation?.cause ?? NO_CAUSE);
    return this.runner.inOne(hand, async () => {
      const begun = await this.tenancy.write(beginRun(currentOrganizationId(), run, hand.now));
      if (begun.length === 0) return TOO_LATE;
      if (looped) await this.runner.end(hand, 'stopped', looped);
      else await this.runner.go(hand, { kind: 'begun' });
      return 'Began.';
    });
  }

  /** What an entry was written by, or another run, leads on; everything else begins a chain. */
  private async chainOf(run: Run, entry: LedgerRow | undefined): Promise<string[]> {
    const before = run.parentRunId ?? runOfRequest(entry?.requestId ?? null);
    const [led] = before ? await this.tenancy.read<Run>(findRun(currentOrganizationId(), before)) : [];
    return [...(led?.chain ?? []), run.workflowId];
  }

  private async refused(about: About<typeof startWorkflow>, why: string): Promise<string> {
    await this.work.plan(answerParent({ parentRunId: about.parentRunId ?? null, parentTurn: about.parentTurn ?? null }, 'failed'));
    return why;
  }

  private async failed(run: Run, error: unknown): Promise<string> {
    const why = reasonOf(error, run);
    await this.tenancy.transaction(async () => {
      const now = currentScope().clock.now();
      const begun = await this.tenancy.write(beginRun(currentOrganizationId(), run, now));
      if (begun.length > 0) await this.runner.end({ run, now }, 'failed', why);
    });
    return why;
  }
}

/** Takes a run on that has waited, or that could not do its next step in the transaction before. */
@Injectable()
@Does(carryOn)
export class CarryOn implements WorkHandler<About<typeof carryOn>> {
  constructor(
    private readonly tenancy: Tenancy,
    private readonly principal: Principal,
    private readonly runner: Runner,
    private readonly tools: Tools,
  ) {}

  async do({ about, attempt }: WorkInHand<About<typeof carryOn>>): Promise<string> {
    const organizationId = currentOrganizationId();
    const [run] = await this.tenancy.read<Run>(findRun(organizationId, about.runId));
    if (!run || !isDue(run, about.turn)) return TOO_LATE;
    try {
      return await this.principal.as(run.asId, run.id, () => this.goOn(run, about));
    } catch (error) {
      if (!isFinal(error) && !isLastTry(attempt)) throw error;
      return this.failed(run, error);
    }
  }

  private async goOn(run: Run, { turn, outcome }: About<typeof carryOn>): Promise<string> {
    const organizationId = currentOrganizationId();
    const [[standing], [entry], ground] = await Promise.all([
      this.tenancy.read<Standing>(standingOfWorkflow(organizationId, run.workflowId, run.versionId)),
      run.entryId ? this.tenancy.read<LedgerRow>(ledgerEntry(organizationId, run.entryId)) : [],
      this.tools.ground(),
    ]);
    if (!standing) throw new NotFound('The workflow has been deleted.');
    const cause = entry ? (await evaluate(standing.graph.trigger, entry, ground, this.tools)).cause : NO_CAUSE;
    const hand = new Hand(this.tools, run, standing.graph, ground, cause);
    const refusal = outcome === null ? await this.prepared(hand) : null;
    return this.runner.inOne(hand, async () => {
      const [locked] = await this.tenancy.write<Run>(lockRun(organizationId, run.id));
      if (!locked || !isDue(locked, turn)) return TOO_LATE;
      await this.runner.go(hand, eventOf(refusal ? FAILED : outcome), refusal);
      return 'Went on.';
    });
  }

  private async prepared(hand: Hand): Promise<Problem | null> {
    try {
      await this.runner.prepare(hand, hand.run.position);
      return null;
    } catch (error) {
      if (!isFinal(error)) throw error;
      return error;
    }
  }

  private async failed(run: Run, error: unknown): Promise<string> {
    const why = reasonOf(error, run);
    await this.tenancy.transaction(async () => {
      const [locked] = await this.tenancy.write<Run>(lockRun(currentOrganizationId(), run.id));
      if (locked && isDue(locked, run.turn)) await this.runner.end({ run, now: currentScope().clock.now() }, 'failed', why);
    });
    return why;
  }
}

/** Null where the step that the run rests at is to be done. */
function eventOf(outcome: string | null): Event | null {
  if (outcome === null) return null;
  return outcome === FROM_THE_START ? { kind: 'begun' } : { kind: 'done', outcome };
}

const NEW_RUN = { state: 'running', turn: 0, position: NOTHING_YET, chain: [] as string[] } as const;

function isDue({ state, turn }: Run, wanted: number): boolean {
  return turn === wanted && (state === 'running' || state === 'waiting');
}

/** What is not meant for people stands in the log alone. */
function reasonOf(error: unknown, { id }: Run): string {
  if (error instanceof Problem) return sayOf(error);
  log.error({ msg: 'A run of a workflow failed for good', run: id, error });
  return 'Something unexpected failed, again and again. The log of the deployment has it under the id of this run.';
}
