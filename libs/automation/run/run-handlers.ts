import { Injectable, Logger } from '@nestjs/common';
import { NotFound, Problem } from '#kernel/pipeline/problem.js';
import { currentOrganizationId, currentScope } from '#kernel/tenancy/scope.js';
import { Tenancy } from '#kernel/tenancy/tenancy.js';
import { Does, type WorkHandler, type WorkInHand } from '#platform/work/work-kind.js';
import { Work } from '#platform/work/work.js';
import { FAILED } from '../graph/graph.js';
import { type Event, NOTHING_YET } from '../graph/walk.js';
import { evaluate } from '../trigger/evaluate.js';
import type { Standing } from '../workflow/workflow.query.js';
import { Beginnings } from './beginnings.js';
import { Hand, type Cause } from './hand.js';
import { Principal, runOfRequest } from './principal.js';
import { lockRun, type LedgerRow, type Run } from './run.query.js';
import { carryOn, FROM_THE_START, isLastTry, startWorkflow } from './run-work.js';
import { answerParent, isFinal, Runner, sayOf, TooLate } from './runner.js';
import { stillThere } from './still-there.js';
import { Tools } from './tools.js';

type About<K> = K extends { about?: infer A } ? A : never;

/** How long a chain of workflows may get that set each other off. */
export const DEEPEST_CHAIN = 8;
const NO_CAUSE: Cause = { row: null, data: {} };
const log = new Logger('Automation');
const NO_END = 'It came to no end: a step took too long, or the worker fell over, again and again.';
const TOO_LATE = 'It has gone on, or ended, without this.';

/** Begins a run where its trigger holds, and takes it as far as it goes. */
@Injectable()
@Does(startWorkflow)
export class StartWorkflow implements WorkHandler<About<typeof startWorkflow>> {
  constructor(
    private readonly tenancy: Tenancy,
    private readonly principal: Principal,
    private readonly runner: Runner,
    private readonly beginnings: Beginnings,
    private readonly tools: Tools,
    private readonly work: Work,
  ) {}

  async do({ about, attempt, finish }: WorkInHand<About<typeof startWorkflow>>): Promise<string> {
    const [standing, entry] = await Promise.all([this.beginnings.standing(about.workflowId, about.versionId), about.entryId ? this.beginnings.entry(about.entryId) : undefined]);
    if (!standing?.runsAsId || standing.state !== 'on') return this.refused(about, 'The workflow is not switched on any more.');
    const run = await this.runOf(about, standing.runsAsId, entry);
    const looped = run.chain.slice(0, -1).includes(run.workflowId) ? 'It would set itself off again.' : run.chain.length > DEEPEST_CHAIN ? `A chain of workflows ends after ${DEEPEST_CHAIN}.` : null;
    try {
      return await this.principal.as(run.asId, run.id, () => this.begin(run, standing, entry, looped, finish));
    } catch (error) {
      if (error instanceof TooLate) return TOO_LATE;
      if (!isFinal(error) && !isLastTry(attempt)) throw error;
      return this.failed(run, reasonOf(error, run));
    }
  }

  /** Nothing of it stands anywhere yet; as it began, so it ends. */
  async died(about: About<typeof startWorkflow>): Promise<void> {
    const [standing, entry] = await Promise.all([this.beginnings.standing(about.workflowId, about.versionId), about.entryId ? this.beginnings.entry(about.entryId) : undefined]);
    if (standing?.runsAsId) await this.failed(await this.runOf(about, standing.runsAsId, entry), NO_END);
  }

  private async runOf({ runId, workflowId, versionId, cause, entryId = null, noun = null, recordId = null, parentRunId = null, parentTurn = null }: About<typeof startWorkflow>, asId: string, entry: LedgerRow | undefined): Promise<Run> {
    const requestId = entry?.requestId ?? currentScope().requestId;
    const chain = await this.chainOf(workflowId, parentRunId, entry);
    return { id: runId, workflowId, versionId, asId, cause, entryId, noun: noun ?? entry?.subject ?? null, recordId: recordId ?? entry?.recordId ?? null, parentRunId, parentTurn, chain, requestId, state: 'running', turn: 0, position: NOTHING_YET };
  }

  private async begin(run: Run, { graph }: Standing, entry: LedgerRow | undefined, looped: string | null, finish: WorkInHand['finish']): Promise<string> {
    const ground = await this.tools.ground();
    const evaluation = entry ? await evaluate(graph.trigger, entry, ground, this.tools) : null;
    if (evaluation && !evaluation.fires) return `Did not begin: ${evaluation.asked.filter((each) => !each.holds).map(({ say }) => say).join(' ')}`;
    const standing = await stillThere(run, graph, evaluation?.cause ?? NO_CAUSE, ground, this.tools);
    const hand = new Hand(this.tools, run, graph, ground, 'cause' in standing ? standing.cause : NO_CAUSE, false, true, () => finish('Began.'));
    const ending = looped ?? ('gone' in standing ? standing.gone : null);
    return this.runner.inOne(hand, async () => {
      if (ending) await this.runner.end(hand, 'stopped', ending);
      else await this.runner.go(hand, { kind: 'begun' });
      return 'Began.';
    });
  }

  /** What an entry was written by, or another run, leads on; everything else begins a chain. */
  private async chainOf(workflowId: string, parentRunId: string | null, entry: LedgerRow | undefined): Promise<string[]> {
    const before = parentRunId ?? runOfRequest(entry?.requestId ?? null);
    const led = before ? await this.beginnings.run(before) : undefined;
    return [...(led?.chain ?? []), workflowId];
  }

  private async refused(about: About<typeof startWorkflow>, why: string): Promise<string> {
    await this.work.plan(answerParent({ parentRunId: about.parentRunId ?? null, parentTurn: about.parentTurn ?? null }, 'failed'));
    return why;
  }

  private async failed(run: Run, why: string): Promise<string> {
    const ending = this.tenancy.transaction(() => this.runner.end({ run, now: currentScope().clock.now(), fresh: true }, 'failed', why));
    await ending.catch((failure: unknown) => {
      if (!(failure instanceof TooLate)) throw failure;
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
    private readonly beginnings: Beginnings,
    private readonly tools: Tools,
  ) {}

  async do({ about, attempt, finish }: WorkInHand<About<typeof carryOn>>): Promise<string> {
    const run = await this.beginnings.run(about.runId);
    if (!run || !isDue(run, about.turn)) return TOO_LATE;
    try {
      return await this.principal.as(run.asId, run.id, () => this.goOn(run, about, finish));
    } catch (error) {
      if (!isFinal(error) && !isLastTry(attempt)) throw error;
      return this.ended(run, 'failed', reasonOf(error, run));
    }
  }

  async died({ runId, turn }: About<typeof carryOn>): Promise<void> {
    const run = await this.beginnings.run(runId);
    if (run && isDue(run, turn)) await this.ended(run, 'failed', NO_END);
  }

  private async goOn(run: Run, { turn, outcome }: About<typeof carryOn>, finish: WorkInHand['finish']): Promise<string> {
    const organizationId = currentOrganizationId();
    const [standing, entry, ground] = await Promise.all([this.beginnings.standing(run.workflowId, run.versionId), run.entryId ? this.beginnings.entry(run.entryId) : undefined, this.tools.ground()]);
    if (!standing) throw new NotFound('The workflow has been deleted.');
    const cause = entry ? (await evaluate(standing.graph.trigger, entry, ground, this.tools)).cause : NO_CAUSE;
    const still = await stillThere(run, standing.graph, cause, ground, this.tools);
    if ('gone' in still) return this.ended(run, 'stopped', still.gone);
    const hand = new Hand(this.tools, run, standing.graph, ground, still.cause, false, false, () => finish('Went on.'));
    const refusal = outcome === null ? await this.prepared(hand) : null;
    return this.runner.inOne(hand, async () => {
      const [locked] = await this.tenancy.write<Run>(lockRun(organizationId, run.id));
      if (!locked || !isDue(locked, turn)) return TOO_LATE;
      await this.runner.go(hand, eventOf(refusal ? FAILED : outcome), refusal);
      return 'Went on.';
    });
  }

  /** Which may take long: afterwards the records are read anew. */
  private async prepared(hand: Hand): Promise<Problem | null> {
    try {
      await this.runner.prepare(hand, hand.run.position);
      return null;
    } catch (error) {
      if (!isFinal(error)) throw error;
      return error;
    } finally {
      hand.forgetRows();
    }
  }

  private async ended(run: Run, how: 'failed' | 'stopped', why: string): Promise<string> {
    await this.tenancy.transaction(async () => {
      const [locked] = await this.tenancy.write<Run>(lockRun(currentOrganizationId(), run.id));
      if (locked && isDue(locked, run.turn)) await this.runner.end({ run, now: currentScope().clock.now() }, how, why);
    });
    return why;
  }
}

/** Null where the step that the run rests at is to be done. */
function eventOf(outcome: string | null): Event | null {
  if (outcome === null) return null;
  return outcome === FROM_THE_START ? { kind: 'begun' } : { kind: 'done', outcome };
}

function isDue({ state, turn }: Run, wanted: number): boolean {
  return turn === wanted && (state === 'running' || state === 'waiting');
}

/** What is not meant for people stands in the log alone. */
function reasonOf(error: unknown, { id }: Run): string {
  if (error instanceof Problem) return sayOf(error);
  log.error({ msg: 'A run of a workflow failed for good', run: id, error });
  return 'Something unexpected failed, again and again. The log of the deployment has it under the id of this run.';
}
