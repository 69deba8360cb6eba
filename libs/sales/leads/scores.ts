import { Injectable } from '@nestjs/common';
import type { Json } from '#kernel/field/field.js';
import { SYSTEM_ACCESS, viewpointOf } from '#kernel/gate/access.js';
import { ownFields, readCondition } from '#kernel/gate/condition.js';
import { holds, type Row } from '#kernel/gate/predicate.js';
import { factStatement } from '#kernel/pipeline/facts.js';
import { Nouns } from '#kernel/resource/custom-fields.js';
import type { ResourceModel } from '#kernel/resource/model.js';
import { currentOrganizationId, currentScope } from '#kernel/tenancy/scope.js';
import { Tenancy } from '#kernel/tenancy/tenancy.js';
import { Lead } from './lead.js';
import { after, corrections, scoreOf, type Scoring } from './score.js';
import { activeRules, addScores, contributionsOf, setScores, type HeldRow, type RuleRow } from './score.query.js';

type Rules = { noun: ResourceModel; rows: readonly RuleRow[] };

/** Keeps the score of leads and the ledger of its reasons. Rules are the organisation's, so they see every field. */
@Injectable()
export class Scores {
  constructor(
    private readonly tenancy: Tenancy,
    private readonly nouns: Nouns,
  ) {}

  async rules(): Promise<Rules> {
    return { noun: (await this.nouns.here()).of(Lead), rows: await this.tenancy.read<RuleRow>(activeRules(currentOrganizationId())) };
  }

  /** What a lead that is not written yet will have. */
  scoreOfNew(rules: Rules, lead: Row): number {
    return scoreOf(corrections(scoring(rules, lead), [], this.now), this.now);
  }

  /** The score of leads as they are or are about to be; the reasons for it are kept. */
  async keep(rules: Rules, leads: readonly Row[], cause: string): Promise<Map<string, number>> {
    const held = await this.held(leads.map(({ id }) => id as string));
    const added: HeldRow[] = [];
    const scores = new Map<string, number>();
    for (const lead of leads) {
      const leadId = lead.id as string;
      const own = held.filter((each) => each.leadId === leadId);
      const changes = corrections(scoring(rules, lead), own, this.now);
      added.push(...changes.map((each) => ({ ...each, leadId })));
      scores.set(leadId, scoreOf(after(own, changes), this.now));
    }
    if (added.length > 0) await this.tenancy.write(addScores(currentOrganizationId(), added, cause, this.now));
    return scores;
  }

  /** The same for leads that nobody is writing at the moment; in the transaction that holds them. */
  async settle(rules: Rules, leads: readonly Row[], cause: string): Promise<number> {
    const scores = await this.keep(rules, leads, cause);
    const changed = await this.tenancy.write<{ id: string; score: number }>(setScores(currentOrganizationId(), [...scores].map(([id, score]) => ({ id, score }))));
    for (const { id, score } of changed) await this.tell(id, score, cause);
    return changed.length;
  }

  /** Points for something that has happened with a lead. */
  async happened(lead: Row, entryId: string, happenedAt: Date, fact: string): Promise<void> {
    const rules = await this.rules();
    const due = rules.rows.filter((rule) => rule.fact === fact && isMet(rule, rules.noun, lead));
    if (due.length === 0) return;
    const entries = due.map(({ id, points, halfLifeDays }): HeldRow => ({ leadId: lead.id as string, ruleId: id, entryId, points, halfLifeDays, since: happenedAt }));
    await this.tenancy.write(addScores(currentOrganizationId(), entries, 'happened', this.now));
    await this.settle(rules, [lead], 'happened');
  }

  held(leadIds: readonly string[]): Promise<HeldRow[]> {
    return this.tenancy.read<HeldRow>(contributionsOf(currentOrganizationId(), leadIds));
  }

  async tell(leadId: string, score: number, cause: string): Promise<void> {
    await this.tenancy.write(factStatement('lead.scored', 'lead', leadId, { score, cause }));
  }

  private get now(): Date {
    return currentScope().clock.now();
  }
}

function scoring({ noun, rows }: Rules, lead: Row): Scoring[] {
  return rows.map((rule) => ({ id: rule.id, points: rule.points, halfLifeDays: rule.halfLifeDays, fact: rule.fact, holds: isMet(rule, noun, lead) }));
}

/** A condition that no longer fits the noun holds for nobody. */
export function isMet({ where }: { where: Json }, noun: ResourceModel, lead: Row): boolean {
  if (where === null) return true;
  const predicate = readCondition(where, ownFields(noun), viewpointOf(SYSTEM_ACCESS, currentScope().clock), () => undefined);
  return predicate !== undefined && holds(predicate, lead);
}

