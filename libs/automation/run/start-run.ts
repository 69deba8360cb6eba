import { Conflict, Forbidden } from '#kernel/pipeline/problem.js';
import type { Row } from '#kernel/gate/predicate.js';
import { currentOrganizationId } from '#kernel/tenancy/scope.js';
import { uuidv7 } from '#kernel/tenancy/uuid.js';
import { wordOf } from '../graph/graph.js';
import { Workflow } from '../workflow/workflow.js';
import { publishedVersion } from '../workflow/workflow.query.js';
import type { Hand, RecordRef } from './hand.js';
import { startWorkflow } from './run-work.js';

/** Of another workflow, by one that runs: its principal must be one of those who may start that one by hand. */
export async function startRun({ tools, run, ground, effectKey }: Hand, workflowId: string, record: RecordRef | null): Promise<void> {
  const noun = ground.registry.of(Workflow);
  const workflow = JSON.parse((await tools.read.get(noun, workflowId)).json) as Row;
  if (!ground.ability.of(noun).mayWith('start', workflow)) throw new Forbidden(`The workflow's principal may not start "${wordOf(workflow.name)}".`);
  const [published] = await tools.tenancy.read<{ versionId: string }>(publishedVersion(currentOrganizationId(), workflowId));
  if (!published) throw new Conflict(`"${wordOf(workflow.name)}" is not switched on.`);
  const about = { workflowId, versionId: published.versionId, runId: uuidv7(), cause: 'workflow', noun: record?.noun.name ?? null, recordId: record?.id ?? null, parentRunId: run.id, parentTurn: run.turn + 1 };
  await tools.work.plan([{ kind: startWorkflow, effectKey, about }]);
}
