import { Injectable } from '@nestjs/common';
import { Invalid, NotFound } from '#kernel/pipeline/problem.js';
import { currentOrganizationId, currentScope } from '#kernel/tenancy/scope.js';
import { Tenancy } from '#kernel/tenancy/tenancy.js';
import { uuidv7 } from '#kernel/tenancy/uuid.js';
import type { Graph } from '../graph/graph.js';
import { NOTHING_YET } from '../graph/walk.js';
import { evaluate, type Evaluation } from '../trigger/evaluate.js';
import { Hand } from './hand.js';
import { ledgerEntry, type LedgerRow, type Run, type StepTaken } from './run.query.js';
import { Runner } from './runner.js';
import { Tools } from './tools.js';

export interface Rehearsed {
  /** Whether the entry would have set it off; null when none was named. */
  readonly trigger: Pick<Evaluation, 'fires' | 'asked'> | null;
  readonly steps: readonly Pick<StepTaken, 'no' | 'step' | 'kind' | 'outcome' | 'note' | 'error'>[];
}

class Over extends Error {
  constructor(readonly steps: readonly StepTaken[]) {
    super('A rehearsal leaves nothing behind.');
  }
}

/** A run on a past record, as whoever asks: every step is done in earnest inside of a transaction, which is then undone. Waits are skipped, and nothing leaves the house. */
@Injectable()
export class Rehearsal {
  constructor(
    private readonly tools: Tools,
    private readonly tenancy: Tenancy,
    private readonly runner: Runner,
  ) {}

  async of(workflowId: string, graph: Graph, on: { recordId: string | null; entryId: string | null }): Promise<Rehearsed> {
    const ground = await this.tools.ground();
    const { trigger } = graph;
    const [entry] = on.entryId ? await this.tenancy.read<LedgerRow>(ledgerEntry(currentOrganizationId(), on.entryId)) : [];
    if (on.entryId && !entry) throw new NotFound();
    const noun = entry?.subject ?? (trigger.noun as string | undefined) ?? null;
    const recordId = entry?.recordId ?? on.recordId;
    if (recordId && noun) await this.tools.read.get(ground.registry.get(noun), recordId);
    else if (trigger.noun !== undefined) throw new Invalid([{ at: 'recordId', rule: 'required', say: 'Say on which record, or on which entry of the ledger.' }]);
    const evaluation = entry ? await evaluate(trigger, entry, ground, this.tools) : null;
    const actor = currentScope().actor as { memberId: string };
    const run: Run = { id: uuidv7(), workflowId, versionId: workflowId, asId: actor.memberId, cause: 'rehearsal', entryId: entry?.id ?? null, noun, recordId: recordId ?? null, parentRunId: null, parentTurn: null, chain: [workflowId], requestId: null, state: 'running', turn: 0, position: NOTHING_YET };
    const hand = new Hand(this.tools, run, graph, ground, evaluation?.cause ?? { row: null, data: {} }, true);
    const steps = await this.undone(hand);
    return { trigger: evaluation && { fires: evaluation.fires, asked: evaluation.asked }, steps: steps.map(({ no, step, kind, outcome, note, error }) => ({ no, step, kind, outcome, note, error })) };
  }

  private async undone(hand: Hand): Promise<readonly StepTaken[]> {
    try {
      return await this.tenancy.transaction((transaction) =>
        transaction.attempt(async () => {
          throw new Over(await this.runner.go(hand, { kind: 'begun' }));
        }),
      );
    } catch (error) {
      if (error instanceof Over) return error.steps;
      throw error;
    }
  }
}
