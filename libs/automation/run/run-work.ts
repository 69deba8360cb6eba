import { defineWork } from '#platform/work/work-kind.js';

/** After a run's last try it has failed, and says so; it can be taken up again from there. */
const waitsMs = [1_000, 10_000, 60_000, 600_000];

/** Asks whether a run is to begin, and takes it as far as it goes. */
export const startWorkflow = defineWork<{
  workflowId: string;
  versionId: string;
  runId: string;
  cause: string;
  entryId?: string | null;
  noun?: string | null;
  recordId?: string | null;
  parentRunId?: string | null;
  parentTurn?: number | null;
}>({ queue: 'automation', name: 'start-workflow', waitsMs });

/** Takes a run on from where it rests: after a wait (with its outcome), or with a step that could not be done in the transaction before it. */
export const carryOn = defineWork<{ runId: string; turn: number; outcome: string | null }>({ queue: 'automation', name: 'carry-on-workflow', waitsMs });

/** The outcome with which a run is taken on that has not taken any step yet. */
export const FROM_THE_START = 'from-the-start';

/** One tick of a schedule, which plans the next. */
export const tick = defineWork<{ workflowId: string; versionId: string; at: string }>({ queue: 'automation', name: 'workflow-tick', atomic: true, waitsMs: [1_000, 10_000, 60_000, 600_000, 3_600_000, 3_600_000] });

export function isLastTry(attempt: number): boolean {
  return attempt > waitsMs.length;
}
