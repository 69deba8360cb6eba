import { Injectable } from '@nestjs/common';
import type { Act } from '#kernel/pipeline/act.js';
import { Conflict, Forbidden, Invalid } from '#kernel/pipeline/problem.js';
import { Action } from '#kernel/resource/verb.js';
import { currentOrganizationId, currentScope } from '#kernel/tenancy/scope.js';
import { Tenancy } from '#kernel/tenancy/tenancy.js';
import { uuidv7 } from '#kernel/tenancy/uuid.js';
import { Work } from '#platform/work/work.js';
import { graphIn, type Graph } from '../graph/graph.js';
import { forgettingAfter } from '../run/forget-runs.js';
import { Tools } from '../run/tools.js';
import { nextTickOf } from '../schedule/ticks.js';
import { faultsOf, templatesOf } from '../step/steps.js';
import { Workflow } from './workflow.js';
import { publishedVersion, publishVersion, switchOff, switchOn } from './workflow.query.js';

/** Switching on is taking responsibility: from then on it runs as whoever did it, and only with what they may do. */
@Injectable()
export class Publication {
  constructor(
    private readonly tenancy: Tenancy,
    private readonly tools: Tools,
    private readonly work: Work,
  ) {}

  async publish(id: string, graph: Graph): Promise<number> {
    const by = await this.answerable(graph);
    const now = currentScope().clock.now();
    const version = { id: uuidv7(), workflowId: id, graph: JSON.stringify(graph), by };
    const [published] = await this.tenancy.write<{ number: number }>(publishVersion(currentOrganizationId(), version, now));
    await this.on(id, version.id, by, graph, now);
    return published!.number;
  }

  async on(id: string, versionId: string, by: string, graph: Graph, now: Date): Promise<void> {
    await this.tenancy.write(switchOn(currentOrganizationId(), id, { id: versionId, by }, now));
    const tick = nextTickOf(id, versionId, graph.trigger, now);
    await this.work.plan([forgettingAfter(now), ...(tick ? [tick] : [])]);
  }

  /** A key or an application could be taken away, or hold less than its member: only members themselves answer for what runs. */
  async answerable(graph: Graph): Promise<string> {
    const { actor } = currentScope();
    if (actor.kind !== 'member') throw new Forbidden('Only members themselves switch workflows on, since these run under their rights.');
    const faults = faultsOf(graph, await this.tools.drawingGround());
    if (faults.length > 0) throw new Invalid(faults, 'The workflow cannot be published as it is drawn. Mend each fault that is listed.');
    await this.tools.templates.parse(templatesOf(graph));
    return actor.memberId;
  }
}

@Action(Workflow, 'publish', { say: 'Publish workflow' })
export class PublishWorkflow {
  constructor(private readonly publication: Publication) {}

  async run({ id, graph }: Workflow, _input: object, { tell }: Act): Promise<void> {
    await tell('workflow.published', { number: await this.publication.publish(id, graphIn(graph)) });
  }
}

@Action(Workflow, 'switch-on', { say: 'Switch workflow on' })
export class SwitchOnWorkflow {
  constructor(
    private readonly publication: Publication,
    private readonly tenancy: Tenancy,
  ) {}

  async run({ id, state, versionId }: Workflow, _input: object, { tell }: Act): Promise<void> {
    if (state === 'on') throw new Conflict('It is on already.');
    const [published] = await this.tenancy.read<{ graph: Graph }>(publishedVersion(currentOrganizationId(), id, false));
    if (!published || !versionId) throw new Conflict('Nothing of it has been published yet.');
    const by = await this.publication.answerable(published.graph);
    await this.publication.on(id, versionId, by, published.graph, currentScope().clock.now());
    await tell('workflow.switched-on');
  }
}

/** What has begun goes on to its end; nothing new begins. */
@Action(Workflow, 'switch-off', { say: 'Switch workflow off' })
export class SwitchOffWorkflow {
  constructor(private readonly tenancy: Tenancy) {}

  async run({ id, state }: Workflow, _input: object, { tell }: Act): Promise<void> {
    if (state !== 'on') throw new Conflict('It is not on.');
    await this.tenancy.write(switchOff(currentOrganizationId(), id, null, currentScope().clock.now()));
    await tell('workflow.switched-off');
  }
}
