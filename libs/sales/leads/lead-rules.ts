import { Injectable } from '@nestjs/common';
import type { Row } from '#kernel/gate/predicate.js';
import { After, Before, type Change } from '#kernel/pipeline/hooks.js';
import { factStatement } from '#kernel/pipeline/facts.js';
import { Conflict } from '#kernel/pipeline/problem.js';
import { currentOrganizationId, currentScope } from '#kernel/tenancy/scope.js';
import { Tenancy } from '#kernel/tenancy/tenancy.js';
import { factWords } from '#platform/audit/fact-words.js';
import { Assignments } from './assignments.js';
import { Lead } from './lead.js';
import { liveStatuses, type StatusRow } from './lead.query.js';
import { currentLeadSetting } from './lead-setting.js';
import { NEXT_PHASES } from './lead-status.js';
import { Scores } from './scores.js';

factWords({
  'lead.captured': 'The lead came in',
  'lead.scored': 'The score of the lead changed',
  'lead.assigned': 'The lead was given to somebody',
  'lead.converted': '{actor} converted the lead',
});

const ORIGINS: { readonly [actor: string]: string } = { key: 'api', client: 'api' };

/** What leads obey however they come in. */
@Injectable()
export class LeadRules {
  constructor(
    private readonly tenancy: Tenancy,
    private readonly assignments: Assignments,
    private readonly scores: Scores,
  ) {}

  @Before(Lead)
  async takeIn(changes: Change[]): Promise<void> {
    for (const change of changes) {
      const setting = currentLeadSetting();
      if (change.before?.convertedAt && change.kind === 'update' && !setting) throw new Conflict('This lead has been converted: it stays as it was. Go on with what it became.', linksOf(change.before));
      for (const [field, value] of Object.entries(setting ?? {})) change.set(field, value);
      if (!change.after) continue;
      if (change.kind === 'create') await this.begin(change);
      else await this.followStatus(change);
      await this.score(change);
    }
  }

  @After(Lead)
  async tell(changes: Change[]): Promise<void> {
    for (const { kind, before, after } of changes) {
      if (!after) continue;
      const id = after.id as string;
      if (kind === 'create') {
        await this.fact('lead.captured', id, { origin: after.origin!, formId: after.formId ?? null, source: after.source ?? null });
        const rules = await this.scores.rules();
        if (rules.rows.length > 0) await this.scores.keep(rules, [after], 'captured');
      }
      if (after.ownerId && after.ownerId !== (before?.ownerId ?? null)) await this.fact('lead.assigned', id, { ownerId: after.ownerId });
      if ((after.score ?? 0) !== (before?.score ?? 0)) await this.scores.tell(id, after.score as number, kind === 'create' ? 'captured' : 'changed');
    }
  }

  private async begin({ after, set, complain }: Change): Promise<void> {
    const statuses = await this.statuses();
    const { actor } = currentScope();
    if (!after!.statusId) {
      const first = statuses.find(({ phase }) => phase === 'new') ?? statuses[0];
      if (!first) return complain('statusId', 'required', 'There is no lead status yet. Make one.');
      set('statusId', first.id);
      set('phase', first.phase);
    } else set('phase', statuses.find(({ id }) => id === after!.statusId)?.phase ?? 'new');
    if (!currentLeadSetting()?.origin) set('origin', ORIGINS[actor.kind] ?? 'person');
    if (after!.ownerId) return undefined;
    const chosen = await this.assignments.choose(after!);
    if (chosen ?? 'memberId' in actor) set('ownerId', chosen ?? (actor as { memberId: string }).memberId);
    return undefined;
  }

  private async followStatus({ before, after, set, complain }: Change): Promise<void> {
    if (before!.statusId === after!.statusId) return;
    const statuses = await this.statuses();
    const next = statuses.find(({ id }) => id === after!.statusId);
    if (!after!.statusId) return complain('statusId', 'required', 'Must not be empty.');
    const phase = before!.phase as keyof typeof NEXT_PHASES;
    if (!next) return undefined;
    if (next.phase !== phase && !NEXT_PHASES[phase].includes(next.phase)) return complain('statusId', 'move', `A lead cannot go from "${statuses.find(({ id }) => id === before!.statusId)?.name ?? phase}" to "${next.name}".`);
    set('phase', next.phase);
    return undefined;
  }

  private async score({ kind, before, after, set }: Change): Promise<void> {
    const rules = await this.scores.rules();
    if (kind === 'create') return set('score', this.scores.scoreOfNew(rules, after!));
    if (rules.rows.length === 0 && before!.score === 0) return undefined;
    return set('score', (await this.scores.keep(rules, [after!], 'changed')).get(after!.id as string)!);
  }

  private statuses(): Promise<StatusRow[]> {
    return this.tenancy.read<StatusRow>(liveStatuses(currentOrganizationId()));
  }

  private async fact(name: string, id: string, data: Row): Promise<void> {
    await this.tenancy.write(factStatement(name, 'lead', id, { ...data }));
  }
}

/** What a lead became, as addresses. */
export function linksOf(lead: { readonly [field: string]: unknown }): { at: string; rule: string; say: string }[] {
  const places = [['companyId', 'companies'], ['contactId', 'contacts'], ['opportunityId', 'opportunities']] as const;
  return places.flatMap(([at, plural]) => (typeof lead[at] === 'string' ? [{ at, rule: 'converted', say: `/api/v1/sales/${plural}/${lead[at]}` }] : []));
}
