import { IsOptional, IsUUID } from 'class-validator';
import type { Act } from '#kernel/pipeline/act.js';
import { Conflict, Invalid } from '#kernel/pipeline/problem.js';
import { Action } from '#kernel/resource/verb.js';
import { currentOrganizationId } from '#kernel/tenancy/scope.js';
import { Tenancy } from '#kernel/tenancy/tenancy.js';
import { uuidv7 } from '#kernel/tenancy/uuid.js';
import { Work } from '#platform/work/work.js';
import type { Graph } from '../graph/graph.js';
import { startWorkflow } from '../run/run-work.js';
import { Tools } from '../run/tools.js';
import { comparisons } from '../trigger/evaluate.js';
import { flat } from '../run/rows.js';
import type { Row } from '#kernel/gate/predicate.js';
import { Workflow } from './workflow.js';
import { publishedVersion } from './workflow.query.js';

export class StartInput {
  @IsOptional() @IsUUID() recordId?: string;
}

/** The button on a record: whoever presses it must be able to read the record; what is done is done under the workflow's own principal. */
@Action(Workflow, 'start', { input: StartInput, say: 'Start workflow' })
export class StartByHand {
  constructor(
    private readonly tenancy: Tenancy,
    private readonly tools: Tools,
    private readonly work: Work,
  ) {}

  async run({ id }: Workflow, { recordId }: StartInput, { tell }: Act): Promise<void> {
    const [published] = await this.tenancy.read<{ versionId: string; graph: Graph }>(publishedVersion(currentOrganizationId(), id));
    if (!published) throw new Conflict('The workflow is not switched on.');
    const { kind, noun, where } = published.graph.trigger;
    if (kind !== 'button') throw new Conflict('This workflow is not started by hand.');
    if (noun !== undefined) await this.mustFit(noun as string, where, recordId);
    const runId = uuidv7();
    await this.work.plan([{ kind: startWorkflow, effectKey: runId, about: { workflowId: id, versionId: published.versionId, runId, cause: 'button', noun: (noun as string) ?? null, recordId: noun === undefined ? null : recordId! } }]);
    await tell('workflow.started', { runId });
  }

  private async mustFit(name: string, where: Graph['trigger'][string], recordId: string | undefined): Promise<void> {
    if (recordId === undefined) throw new Invalid([{ at: 'recordId', rule: 'required', say: 'Must not be empty: say on which record.' }]);
    const ground = await this.tools.ground();
    const noun = ground.registry.get(name);
    const row = flat(JSON.parse((await this.tools.read.get(noun, recordId)).json) as Row);
    const missed = where === undefined ? [] : comparisons('where', where, noun, ground.ability, row).filter((asked) => !asked.holds);
    if (missed.length > 0) throw new Conflict(`The workflow is not meant for this record: ${missed.map(({ say }) => say).join(' ')}`);
  }
}
