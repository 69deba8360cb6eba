import { Injectable } from '@nestjs/common';
import type { Row } from '#kernel/gate/predicate.js';
import { Nouns } from '#kernel/resource/custom-fields.js';
import { currentOrganizationId } from '#kernel/tenancy/scope.js';
import { Tenancy } from '#kernel/tenancy/tenancy.js';
import type { Entry } from '#platform/ledger/entry.js';
import { Listens, type Listener } from '#platform/ledger/listener.js';
import { defineWork, Does, type WorkHandler, type WorkInHand } from '#platform/work/work-kind.js';
import type { Plan } from '#platform/work/work.js';
import { lockLeads } from './lead-lock.query.js';
import { Lead } from './lead.js';
import { activeRules, type RuleRow } from './score.query.js';
import { Scores } from './scores.js';

interface About {
  readonly [id: string]: string;
  readonly leadId: string;
  readonly entryId: string;
  readonly fact: string;
  readonly at: string;
}

export const scoreHappening = defineWork<About>({ queue: 'automation', name: 'score-happening', product: 'sales', atomic: true });

/** Hears what happens with leads, as far as a rule gives points for it. */
@Injectable()
@Listens()
export class ScoreHappenings implements Listener {
  constructor(private readonly tenancy: Tenancy) {}

  async wants(entries: readonly Entry[]): Promise<Plan[]> {
    const told = entries.filter(({ kind, subject, recordId }) => kind === 'fact' && subject === 'lead' && recordId !== null);
    if (told.length === 0) return [];
    const facts = new Set((await this.tenancy.read<RuleRow>(activeRules(currentOrganizationId()))).map(({ fact }) => fact));
    return told.filter(({ what }) => facts.has(what)).map(({ id, recordId, what, happenedAt }): Plan => ({ kind: scoreHappening, effectKey: id, about: { leadId: recordId!, entryId: id, fact: what, at: happenedAt.toISOString() } }));
  }
}

@Injectable()
@Does(scoreHappening)
export class ScoreHappening implements WorkHandler<About> {
  constructor(
    private readonly tenancy: Tenancy,
    private readonly nouns: Nouns,
    private readonly scores: Scores,
  ) {}

  async do({ about: { leadId, entryId, fact, at } }: WorkInHand<About>): Promise<string> {
    const noun = (await this.nouns.here()).of(Lead);
    const [lead] = await this.tenancy.read<{ row: Row }>(lockLeads(currentOrganizationId(), noun, [leadId]));
    if (!lead) return 'The lead was deleted in the meantime.';
    await this.scores.happened(lead.row, entryId, new Date(at), fact);
    return 'Scored.';
  }
}
