import { Injectable } from '@nestjs/common';
import { Problem } from '#kernel/pipeline/problem.js';
import { currentOrganizationId } from '#kernel/tenancy/scope.js';
import { Tenancy } from '#kernel/tenancy/tenancy.js';
import { uuidv7 } from '#kernel/tenancy/uuid.js';
import { Work, type Plan } from '#platform/work/work.js';
import { FAILED, stepOf, type Step } from '../graph/graph.js';
import { advance, type Effect, type Event, type RunState } from '../graph/walk.js';
import type { Outcome, StepType } from '../step/step-type.js';
import { typeOf } from '../step/steps.js';
import type { Hand } from './hand.js';
import { addSteps, beginRun, restRun, type Resting, type RunStanding, type StepTaken } from './run.query.js';
import { carryOn } from './run-work.js';

/** Locks are not held for longer than these take. */
const MOST_AT_ONCE = 50;

/** Somebody else has begun this run, or taken it on. */
export class TooLate extends Error {}

/** A step was refused where there was no way back to before it: all of it is done again, with one. */
class NoWayBack extends Error {}

/** `fresh`: nothing of it has been written down. `finish` ends the work that it is done for, in the same transaction. */
type Ending = Pick<Hand, 'run' | 'now'> & Partial<Pick<Hand, 'dry' | 'fresh' | 'finish'>>;

interface Way {
  state: RunState;
  effect: Effect;
}

/** Takes runs as far as they go in one transaction: until they end, wait, or come to a step that needs something from outside first. */
@Injectable()
export class Runner {
  constructor(
    private readonly tenancy: Tenancy,
    private readonly work: Work,
  ) {}

  /** Before the transaction: texts are rendered, and what waits on the network is done. */
  async prepare(hand: Hand, state: RunState): Promise<void> {
    const step = stepOf(hand.graph, state.at!)!;
    const type = typeOf(step);
    this.take(hand, state);
    await hand.render(type.templates?.(step) ?? []);
    if (type.call && !hand.dry) hand.called = await type.call(step, hand);
  }

  /**
   * Most runs meet no refusal, so no step pays for a way back to where it began. Where one is refused after all, everything is
   * undone and done again with such ways, in a transaction of its own.
   */
  async inOne<T>(hand: Hand, work: () => Promise<T>): Promise<T> {
    try {
      return await this.tenancy.transaction(work);
    } catch (error) {
      if (!(error instanceof NoWayBack)) throw error;
      hand.forgetRows();
      hand.careful = true;
      return this.tenancy.transaction(work);
    }
  }

  /** In the transaction of the scope. Without an event, the step that the run rests at is done; it has been prepared, or that was refused. */
  async go(hand: Hand, event: Event | null, refusal: Problem | null = null): Promise<StepTaken[]> {
    const { graph, run } = hand;
    const taken: StepTaken[] = refusal ? [refused(hand, refusal)] : [];
    let way: Way = event ? advance(graph, run.position, event) : { state: run.position, effect: { kind: 'do', step: stepOf(graph, run.position.at!)! } };
    let prepared = event ? null : run.position.at;
    let error = refusal && sayOf(refusal);
    while (way.effect.kind === 'do') {
      const { step } = way.effect;
      const type = typeOf(step);
      const unprepared = needsPreparing(type, step) && prepared !== step.key;
      if (hand.dry && unprepared) await this.prepare(hand, way.state);
      else if (unprepared || taken.length >= MOST_AT_ONCE) return this.rest(hand, way.state, taken, { state: 'running', plans: [this.next(hand, null)] });
      prepared = null;
      this.take(hand, way.state);
      const begun = { id: uuidv7(), no: way.state.taken, step: step.key, kind: step.do, position: way.state, startedAt: hand.now };
      const done = await this.attempt(type, step, hand);
      if (done instanceof Problem) {
        error = sayOf(done);
        taken.push({ ...begun, outcome: FAILED, note: {}, error, endedAt: hand.now });
        way = advance(graph, way.state, { kind: 'done', outcome: FAILED });
      } else if ('wait' in done) {
        taken.push({ ...begun, outcome: 'waiting', note: done.note ?? {}, error: null, endedAt: hand.now });
        if (!hand.dry) return this.wait(hand, way.state, taken, done.wait);
        way = advance(graph, way.state, { kind: 'done', outcome: done.wait.outcome });
      } else {
        taken.push({ ...begun, outcome: done.outcome, note: done.note ?? {}, error: null, endedAt: hand.now });
        way = advance(graph, way.state, { kind: 'done', outcome: done.outcome, found: done.found });
      }
    }
    if (way.effect.kind === 'end') return this.rest(hand, way.state, taken, { state: 'done' });
    return this.rest(hand, way.state, taken, { state: 'failed', reason: error ?? way.effect.why });
  }

  /** Also before any step was taken. */
  async end(hand: Ending, state: RunStanding, reason: string): Promise<void> {
    await this.rest(hand, hand.run.position, [], { state, reason });
  }

  private async attempt(type: StepType, step: Step, hand: Hand): Promise<Outcome | Problem> {
    try {
      return await (hand.careful ? this.tenancy.transaction((transaction) => transaction.attempt(() => type.do(step, hand))) : type.do(step, hand));
    } catch (error) {
      if (!isFinal(error)) throw error;
      if (!hand.careful) throw new NoWayBack();
      hand.forgetRows();
      return error;
    }
  }

  private take(hand: Hand, state: RunState): void {
    hand.state = state;
    hand.effectKey = `${hand.run.id} ${state.taken}`;
  }

  private wait(hand: Hand, state: RunState, taken: StepTaken[], { until, outcome, event }: Extract<Outcome, { wait: object }>['wait']): Promise<StepTaken[]> {
    const plans = until ? [this.next(hand, outcome, until)] : [];
    return this.rest(hand, state, taken, { state: 'waiting', plans, waitsFor: event?.name ?? null, waitsOn: event?.recordId ?? null, waitsUntil: until });
  }

  private next({ run }: Hand, outcome: string | null, at?: Date): Plan {
    const turn = run.turn + 1;
    return { kind: carryOn, effectKey: `${run.id} ${turn}`, about: { runId: run.id, turn, outcome }, ...(at && { at }) };
  }

  /** All of it is sent at once; a run is written down for the first time when its first transaction is over. */
  private async rest({ run, now, dry = false, fresh = false, finish }: Ending, position: RunState, taken: StepTaken[], { plans = [], reason = null, waitsFor = null, waitsOn = null, waitsUntil = null, state }: Partial<Resting> & { state: RunStanding; plans?: Plan[] }): Promise<StepTaken[]> {
    if (dry) return taken;
    const organizationId = currentOrganizationId();
    const told = state === 'running' || state === 'waiting' ? [] : answerParent(run, state);
    const resting = { state, turn: run.turn + 1, position, reason, waitsFor, waitsOn, waitsUntil };
    const [begun, ...others] = await Promise.allSettled([
      this.tenancy.write(fresh ? beginRun(organizationId, run, resting, now) : restRun(organizationId, run.id, resting, now)),
      ...(taken.length > 0 ? [this.tenancy.write(addSteps(organizationId, run.id, taken))] : []),
      ...(plans.length + told.length > 0 ? [this.work.plan([...plans, ...told])] : []),
      ...(finish ? [finish()] : []),
    ]);
    if (fresh && begun.status === 'fulfilled' && begun.value.length === 0) throw new TooLate();
    for (const each of [begun, ...others]) if (each.status === 'rejected') throw each.reason;
    return taken;
  }
}

/** Whoever waits for the end of a run goes on. */
export function answerParent({ parentRunId, parentTurn }: { parentRunId: string | null; parentTurn: number | null }, state: RunStanding): Plan[] {
  if (parentRunId === null || parentTurn === null) return [];
  return [{ kind: carryOn, effectKey: `${parentRunId} ${parentTurn}`, about: { runId: parentRunId, turn: parentTurn, outcome: state === 'done' ? 'next' : FAILED } }];
}

/** Refusals that would be the same the next time. */
export function isFinal(error: unknown): error is Problem {
  return error instanceof Problem && error.status < 500 && error.status !== 429;
}

export function sayOf(problem: Problem): string {
  return [problem.message, ...problem.errors.map(({ at, say }) => `${at}: ${say}`)].join(' ');
}

function refused({ run: { position }, graph, now }: Hand, problem: Problem): StepTaken {
  const step = stepOf(graph, position.at!)!;
  return { id: uuidv7(), no: position.taken, step: step.key, kind: step.do, outcome: FAILED, note: {}, position, error: sayOf(problem), startedAt: now, endedAt: now };
}

function needsPreparing(type: StepType, step: Step): boolean {
  return type.call !== undefined || (type.templates?.(step).length ?? 0) > 0;
}
