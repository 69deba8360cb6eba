import { Injectable } from '@nestjs/common';
import type { Row } from '#kernel/gate/predicate.js';
import { Conflict, Forbidden, NotFound } from '#kernel/pipeline/problem.js';
import { currentOrganizationId, currentScope } from '#kernel/tenancy/scope.js';
import { Tenancy } from '#kernel/tenancy/tenancy.js';
import { isUuid } from '#kernel/tenancy/uuid.js';
import { Work } from '#platform/work/work.js';
import { factStatement } from '#kernel/pipeline/facts.js';
import type { RunState } from '../graph/walk.js';
import { Workflow } from '../workflow/workflow.js';
import { countsOfWorkflow, runsOfWorkflow, shownRun, stepsOfRun, versionsOfWorkflow } from './history.query.js';
import { lockRun, restRun, stepAt, stopRuns, type Run } from './run.query.js';
import { carryOn, FROM_THE_START } from './run-work.js';
import { answerParent } from './runner.js';
import { Tools } from './tools.js';

const MOST_STEPS = 2_000;
const MOST_VERSIONS = 100;

export type Shown = { readonly [name: string]: unknown };

/** What has become of workflows, for those who may read them; and what may be done about it by those who may change them. */
@Injectable()
export class Histories {
  constructor(
    private readonly tools: Tools,
    private readonly tenancy: Tenancy,
    private readonly work: Work,
  ) {}

  async versions(workflowId: string): Promise<Shown[]> {
    await this.workflow(workflowId);
    const versions = await this.tenancy.read<Shown>(versionsOfWorkflow(currentOrganizationId(), workflowId, MOST_VERSIONS));
    const { ability, registry } = await this.tools.ground();
    const seesDrawing = ability.of(registry.of(Workflow)).visibility().get('graph') === 'shown';
    return versions.map(({ graph, ...version }) => (seesDrawing ? { ...version, graph } : version));
  }

  async runs(workflowId: string, state: string | null, before: string | null, limit: number): Promise<{ data: Shown[]; page: { next: string | null } }> {
    await this.workflow(workflowId);
    const found = await this.tenancy.read<Shown & { id: string }>(runsOfWorkflow(currentOrganizationId(), workflowId, state, before, limit + 1));
    const data = found.slice(0, limit);
    return { data, page: { next: found.length > limit ? data.at(-1)!.id : null } };
  }

  async counts(workflowId: string): Promise<Shown[]> {
    await this.workflow(workflowId);
    return this.tenancy.read<Shown>(countsOfWorkflow(currentOrganizationId(), workflowId));
  }

  async run(id: string): Promise<Shown> {
    const [run] = isUuid(id) ? await this.tenancy.read<Shown & { workflowId: string }>(shownRun(currentOrganizationId(), id)) : [];
    if (!run) throw new NotFound();
    await this.workflow(run.workflowId);
    return { ...run, steps: await this.tenancy.read<Shown>(stepsOfRun(currentOrganizationId(), id, MOST_STEPS)) };
  }

  async stop(id: string): Promise<void> {
    await this.changing(id, async (run) => {
      const stopped = await this.tenancy.write<Pick<Run, 'id' | 'parentRunId' | 'parentTurn'>>(stopRuns(currentOrganizationId(), { id }, 'Somebody stopped it.', this.now()));
      if (stopped.length === 0) throw new Conflict('It has ended already.');
      await this.work.plan(stopped.flatMap((each) => answerParent(each, 'stopped')));
      await this.tenancy.write(factStatement('workflow.run-stopped', 'workflow', run.workflowId, { runId: id }));
    });
  }

  /** From a step on, the last one if none is named. What that step does outside gets another effect key: it is wanted again. */
  async replay(id: string, from: number | null): Promise<void> {
    await this.changing(id, async (run) => {
      if (run.state === 'running' || run.state === 'waiting') throw new Conflict('It has not ended yet.');
      const organizationId = currentOrganizationId();
      const [step] = await this.tenancy.read<{ position: RunState }>(stepAt(organizationId, id, from));
      if (!step && from !== null) throw new Conflict('It took no such step.');
      const position: RunState = step ? { ...step.position, taken: run.position.taken + 1 } : run.position;
      await this.tenancy.write(restRun(organizationId, id, { state: 'running', turn: run.turn + 1, position, reason: null, waitsFor: null, waitsOn: null, waitsUntil: null }, this.now()));
      await this.work.plan([{ kind: carryOn, effectKey: `${id} ${run.turn + 1}`, about: { runId: id, turn: run.turn + 1, outcome: step ? null : FROM_THE_START } }]);
      await this.tenancy.write(factStatement('workflow.run-replayed', 'workflow', run.workflowId, { runId: id }));
    });
  }

  /** Through the gate: whoever may not read the workflow hears of none of its runs. */
  private async workflow(id: string): Promise<Row> {
    const { registry } = await this.tools.ground();
    return JSON.parse((await this.tools.read.get(registry.of(Workflow), id)).json) as Row;
  }

  private changing(id: string, work: (run: Run) => Promise<void>): Promise<void> {
    return this.tenancy.transaction(async () => {
      const [run] = isUuid(id) ? await this.tenancy.write<Run>(lockRun(currentOrganizationId(), id)) : [];
      if (!run) throw new NotFound();
      const workflow = await this.workflow(run.workflowId);
      const { ability, registry } = await this.tools.ground();
      if (!ability.of(registry.of(Workflow)).mayWith('update', workflow)) throw new Forbidden('Only those who may change the workflow may do this to its runs.');
      await work(run);
    });
  }

  private now(): Date {
    return currentScope().clock.now();
  }
}
