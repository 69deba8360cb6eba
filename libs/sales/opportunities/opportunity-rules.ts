import { Injectable } from '@nestjs/common';
import { Gate } from '#kernel/gate/gate.js';
import type { Row } from '#kernel/gate/predicate.js';
import { Before, type Change } from '#kernel/pipeline/hooks.js';
import { Nouns } from '#kernel/resource/custom-fields.js';
import { currentOrganizationId, currentScope } from '#kernel/tenancy/scope.js';
import { Tenancy } from '#kernel/tenancy/tenancy.js';
import { approvalFault, counterpart, entryFaults, type StageRow } from './entry-rules.js';
import { Opportunity } from './opportunity.js';
import { newestFirst } from './rank.js';
import { Closing } from './closing.js';
import { currentSetting } from './setting.js';
import { liveStages } from './stage.query.js';

const NO_PIPELINE = 'There is no such pipeline that you may see, or it has no stages yet.';
const FIXED = { won: 100, lost: 0 } as const;

/** What deals obey on every path: which stage they may enter, and what follows from the stage they are in. */
@Injectable()
export class OpportunityRules {
  constructor(
    private readonly tenancy: Tenancy,
    private readonly gate: Gate,
    private readonly nouns: Nouns,
    private readonly closing: Closing,
  ) {}

  @Before(Opportunity)
  async keepToStages(changes: Change[]): Promise<void> {
    const moving = changes.filter(({ after }) => after);
    for (const { set } of moving) for (const [field, value] of Object.entries(currentSetting().fields ?? {})) set(field, value);
    const asked = moving.filter(isAboutStages);
    if (asked.length === 0) return;
    const stages = await this.tenancy.read<StageRow>(liveStages(currentOrganizationId()));
    for (const change of asked) await this.place(change, stages);
  }

  private async place(change: Change, stages: readonly StageRow[]): Promise<void> {
    const stage = stageFor(change, stages);
    if (!stage) return;
    const { before, set } = change;
    set('pipelineId', stage.pipelineId);
    set('stageId', stage.id);
    if (before?.stageId !== stage.id) {
      await this.enter(change, stage);
      set('reachedStageId', furthest(stages, before?.reachedStageId as string | null, stage));
    }
    setProbability(change, stage);
    await this.closing.settle(change);
    // What was agreed to was the amount that stood there.
    if (before && before.approvedStageId && JSON.stringify(before.amount) !== JSON.stringify(change.after!.amount)) set('approvedStageId', null);
  }

  private async enter(change: Change, stage: StageRow): Promise<void> {
    const { before, set } = change;
    await this.expectAllowed(change, stage);
    const { at, fields } = currentSetting();
    const now = currentScope().clock.now();
    set('outcome', stage.kind);
    set('stageSince', (at ?? now).toISOString());
    set('closedAt', stage.kind === 'open' ? null : (at ?? now).toISOString());
    set('awaitsStageId', null);
    set('approvedStageId', null);
    if (!fields?.rank) set('rank', newestFirst(now));
    if (before?.outcome === 'lost' && stage.kind !== 'lost') for (const field of ['lostReasonId', 'lostToId', 'lostNote']) set(field, null);
  }

  /** Rules bind people and programs. Machinery only writes down what has come about, such as a customer's acceptance. */
  private async expectAllowed({ before, after, complain }: Change, stage: StageRow): Promise<void> {
    if (currentScope().actor.kind === 'system') return;
    const resource = (await this.nouns.here()).of(Opportunity);
    const faults = entryFaults(stage, after!, (field) => resource.fields.get(field)?.label ?? field);
    for (const { at, rule, say } of faults) if (at !== 'lostReasonId' || !currentSetting().isReasonEnough) complain(at, rule, say);
    if (!stage.needsApproval || before?.approvedStageId === stage.id) return;
    const own = (await this.gate.ability()).of(resource);
    if (own.mayWith('approve', after!)) return;
    const { at, rule, say } = approvalFault(stage);
    complain(at, rule, say);
  }
}

function isAboutStages({ kind, before, after }: Change): boolean {
  if (kind === 'create' || kind === 'restore') return true;
  return ['pipelineId', 'stageId', 'probability', 'amount', 'closedAt'].some((field) => JSON.stringify(before![field]) !== JSON.stringify(after![field]));
}

/** The stage that the deal is to be in, as far as it can be told; what cannot be read is left to the check of references. */
function stageFor({ kind, before, after, complain }: Change, stages: readonly StageRow[]): StageRow | undefined {
  const { pipelineId, stageId } = after as { pipelineId: string | null; stageId: string | null };
  const named = stages.find(({ id }) => id === stageId);
  const ofPipeline = stages.filter((stage) => stage.pipelineId === (pipelineId ?? stages[0]?.pipelineId));
  if (!before && !stageId) {
    const first = ofPipeline.find((one) => one.kind === 'open');
    if (ofPipeline.length === 0) complain('pipelineId', pipelineId ? 'reference' : 'required', pipelineId ? NO_PIPELINE : 'There is no pipeline with stages yet. Make one.');
    else if (!first) complain('stageId', 'required', 'This pipeline has no open stage to begin in. Name a stage.');
    return first;
  }
  if (before && (!stageId || !pipelineId)) return complain(stageId ? 'pipelineId' : 'stageId', 'required', 'Must not be empty.') as undefined;
  if (!named) return kind === 'restore' ? ofPipeline.find((stage) => stage.kind === 'open') : undefined;
  if (!pipelineId || named.pipelineId === pipelineId) return named;
  if (before && before.pipelineId === pipelineId) return named;
  if (!before || before.stageId !== stageId) return complain('stageId', 'pipeline', `"${named.name}" is a stage of another pipeline, "${named.pipeline}".`) as undefined;
  return mapped(named, ofPipeline, complain);
}

function mapped(from: StageRow, others: readonly StageRow[], complain: Change['complain']): StageRow | undefined {
  if (others.length === 0) return complain('pipelineId', 'reference', NO_PIPELINE) as undefined;
  const found = counterpart(from, others);
  if (!found) complain('stageId', 'stage', `Say which stage of "${others[0]!.pipeline}" it enters: ${others.map(({ name }) => name).join(', ')}.`);
  return found;
}

/** The one that comes later in the pipeline; a deal that is lost has come no further than before. */
function furthest(stages: readonly StageRow[], reachedId: string | null, entered: StageRow): string | null {
  const reached = stages.findIndex(({ id, pipelineId }) => id === reachedId && pipelineId === entered.pipelineId);
  if (entered.kind === 'lost') return reached < 0 ? null : reachedId;
  return reached > stages.indexOf(entered) ? reachedId : entered.id;
}

/** That of the stage, unless somebody set another one; the ends are fixed. */
function setProbability({ before, after, set }: Change, { kind, probability }: StageRow): void {
  if (kind !== 'open') {
    set('probability', FIXED[kind]);
    set('probabilityOverridden', false);
    return;
  }
  const given = ((after as Row).probability ?? null) as number | null;
  const isSaid = given !== null && given !== (before?.probability ?? null);
  const stays = before?.outcome === 'open' && before.probabilityOverridden === true && given !== null;
  const overridden = isSaid ? given !== probability : stays;
  set('probabilityOverridden', overridden);
  if (!overridden) set('probability', probability);
}
