import { isUuid } from '#kernel/tenancy/uuid.js';
import { NEXT } from '../graph/graph.js';
import { startRun } from '../run/start-run.js';
import type { Outcome, StepType } from './step-type.js';

/** Runs another workflow on a record, under that one's own principal, and waits for its end. */
export const subWorkflow: StepType = {
  name: 'workflow',
  say: 'Run another workflow',
  outcomes: () => [NEXT],
  check(step, check) {
    if (!check.inputs(step, ['workflow'], ['record'])) return;
    if (!isUuid(step.workflow)) check.fault('workflow', 'workflow', 'Must be the id of a workflow.');
    if (step.record !== undefined) check.nounOf(step.record, 'record');
  },
  async do(step, hand): Promise<Outcome> {
    if (hand.dry) return { outcome: NEXT, note: { would: 'start', workflow: step.workflow! } };
    const record = hand.known(step.record);
    await startRun(hand, step.workflow as string, record);
    return { wait: { until: null, outcome: NEXT }, note: { workflow: step.workflow! } };
  },
};
