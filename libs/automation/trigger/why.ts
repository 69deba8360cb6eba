import { Injectable } from '@nestjs/common';
import type { Json } from '#kernel/field/field.js';
import type { Row } from '#kernel/gate/predicate.js';
import { Invalid, NotFound } from '#kernel/pipeline/problem.js';
import { currentOrganizationId } from '#kernel/tenancy/scope.js';
import { Tenancy } from '#kernel/tenancy/tenancy.js';
import { uuidv7 } from '#kernel/tenancy/uuid.js';
import { Principal } from '../run/principal.js';
import { latestChange, ledgerEntry, type LedgerRow } from '../run/run.query.js';
import { runsOfEntry, type RunOfEntry } from '../run/history.query.js';
import { isFinal, sayOf } from '../run/runner.js';
import { Tools } from '../run/tools.js';
import { Workflow } from '../workflow/workflow.js';
import { standingOfWorkflow, type Standing } from '../workflow/workflow.query.js';
import { evaluate, type Asked } from './evaluate.js';
import { changeOf } from './match.js';

export interface WhyWorkflow {
  readonly id: string;
  readonly name: string;
  readonly fires: boolean;
  readonly say: string;
  readonly asked: readonly Asked[];
  readonly runs: readonly RunOfEntry[];
}

export interface WhyAnswer {
  readonly entry: { readonly id: string; readonly what: string; readonly happenedAt: Date };
  readonly workflows: readonly WhyWorkflow[];
}

const MOST_WORKFLOWS = 100;

/** For what happened to a record: which workflows it set off, which not, and on which question that hung. */
@Injectable()
export class Why {
  constructor(
    private readonly tools: Tools,
    private readonly tenancy: Tenancy,
    private readonly principal: Principal,
  ) {}

  /** The latest change, if no entry is named. Values only of fields that whoever asks may see. */
  async answer(nounName: string, recordId: string, entryId: string | null): Promise<WhyAnswer> {
    const ground = await this.tools.ground();
    const noun = ground.registry.find(nounName);
    if (!noun) throw new Invalid([{ at: 'noun', rule: 'noun', say: `There is no noun "${nounName}".` }]);
    await this.tools.read.get(noun, recordId);
    const organizationId = currentOrganizationId();
    const [entry] = await this.tenancy.read<LedgerRow>(entryId ? ledgerEntry(organizationId, entryId) : latestChange(organizationId, noun.name, recordId));
    if (!entry || entry.subject !== noun.name || entry.recordId !== recordId) throw new NotFound();
    const visible = new Set(ground.ability.of(noun).openFields().map(({ name }) => name));
    const runs = await this.tenancy.read<RunOfEntry>(runsOfEntry(organizationId, entry.id));
    const page = JSON.parse(await this.tools.read.list(ground.registry.of(Workflow), { filters: [], limit: MOST_WORKFLOWS, sort: 'name' })) as { data: Row[] };
    const workflows: WhyWorkflow[] = [];
    for (const workflow of page.data) workflows.push(await this.why(workflow as unknown as Workflow, entry, visible, runs));
    return { entry: { id: entry.id, what: changeOf(entry) ?? entry.what, happenedAt: entry.happenedAt }, workflows };
  }

  private async why({ id, name, state, versionId, runsAsId, onSince }: Workflow, entry: LedgerRow, visible: ReadonlySet<string>, all: readonly RunOfEntry[]): Promise<WhyWorkflow> {
    const runs = all.filter(({ workflowId }) => workflowId === id);
    const answer = (fires: boolean, say: string, asked: readonly Asked[] = []): WhyWorkflow => ({ id, name, fires, say, asked: asked.map((each) => shownTo(visible, each)), runs });
    if (state !== 'on' || !versionId || !runsAsId) return answer(false, 'It is not switched on.');
    if (Date.parse(onSince!) > entry.happenedAt.getTime()) return answer(false, 'It was switched on later.');
    const [standing] = await this.tenancy.read<Standing>(standingOfWorkflow(currentOrganizationId(), id, versionId));
    try {
      const { fires, asked } = await this.principal.as(runsAsId, uuidv7(), async () => evaluate(standing!.graph.trigger, entry, await this.tools.ground(), this.tools));
      return answer(fires, fires ? 'All that it asks for holds.' : asked.filter((each) => !each.holds).map((each) => shownTo(visible, each).say).join(' '), asked);
    } catch (error) {
      if (!isFinal(error)) throw error;
      return answer(false, sayOf(error));
    }
  }
}

/** What the workflow's principal compared may be hidden from whoever asks. */
function shownTo(visible: ReadonlySet<string>, { value, ...asked }: Asked): Asked {
  if (asked.check !== 'where' && asked.check !== 'before') return asked;
  if (asked.field !== undefined && visible.has(asked.field)) return { ...asked, value: (value ?? null) as Json };
  return { check: asked.check, holds: asked.holds, say: asked.field === undefined ? 'A condition of several parts.' : 'A condition on a field that you may not see.' };
}
