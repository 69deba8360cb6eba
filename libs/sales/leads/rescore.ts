import { Injectable } from '@nestjs/common';
import type { Row } from '#kernel/gate/predicate.js';
import { After, Before, type Change } from '#kernel/pipeline/hooks.js';
import { Nouns } from '#kernel/resource/custom-fields.js';
import { currentOrganizationId, currentScope } from '#kernel/tenancy/scope.js';
import { Tenancy } from '#kernel/tenancy/tenancy.js';
import { defineWork, Does, type WorkHandler, type WorkInHand } from '#platform/work/work-kind.js';
import { Work, type Plan } from '#platform/work/work.js';
import { lockLeads } from './lead-lock.query.js';
import { Lead } from './lead.js';
import { leadConditionFaults } from './lead-condition.js';
import { ScoreRule } from './score-rule.js';
import { countLeads, leadsBehind } from './score.query.js';
import { Scores } from './scores.js';

const BATCH = 200;
const DAY_MS = 24 * 60 * 60 * 1_000;

interface About {
  readonly [id: string]: string;
  readonly cause: 'rule-changed' | 'faded';
}

export const rescoreLeads = defineWork<About>({ queue: 'housekeeping', name: 'rescore-leads', product: 'sales', timeoutMs: 30 * 60_000 });

/** Each change of a rule has all leads scored anew; and where points fade, so does each day. */
@Injectable()
export class ScoreRuleRules {
  constructor(
    private readonly nouns: Nouns,
    private readonly work: Work,
  ) {}

  @Before(ScoreRule)
  async makeSense(changes: Change[]): Promise<void> {
    const noun = (await this.nouns.here()).of(Lead);
    for (const { after, complain } of changes) {
      if (!after) continue;
      leadConditionFaults(after.where ?? null, noun, complain);
      if (after.fact === 'lead.scored') complain('fact', 'circle', 'Scoring cannot follow from scoring.');
    }
  }

  @After(ScoreRule)
  async scoreAnew(changes: Change[]): Promise<void> {
    const now = currentScope().clock.now();
    const plans = changes.map(({ before, after }): Plan => ({ kind: rescoreLeads, effectKey: `rule ${(after ?? before)!.id as string} ${now.toISOString()}`, about: { cause: 'rule-changed' } }));
    if (changes.some(({ after }) => after?.halfLifeDays)) plans.push(fading(now));
    await this.work.plan(plans);
  }
}

function fading(now: Date): Plan {
  const at = new Date(Math.floor(now.getTime() / DAY_MS + 1) * DAY_MS);
  return { kind: rescoreLeads, effectKey: `faded ${at.toISOString()}`, about: { cause: 'faded' }, at };
}

/** Batch after batch, each in a transaction of its own; begun anew after a crash, it finds done what was done. */
@Injectable()
@Does(rescoreLeads)
export class RescoreLeads implements WorkHandler<About> {
  constructor(
    private readonly tenancy: Tenancy,
    private readonly nouns: Nouns,
    private readonly scores: Scores,
    private readonly work: Work,
  ) {}

  async do({ about: { cause }, signal, progress }: WorkInHand<About>): Promise<string> {
    const rules = await this.scores.rules();
    const fades = rules.rows.some(({ halfLifeDays }) => halfLifeDays !== null);
    if (cause === 'faded' && !fades) return 'Nothing fades any more.';
    if (fades) await this.work.plan([fading(currentScope().clock.now())]);
    const organizationId = currentOrganizationId();
    const noun = (await this.nouns.here()).of(Lead);
    const [{ count } = { count: 0 }] = await this.tenancy.read<{ count: number }>(countLeads(organizationId));
    let [done, changed] = [0, 0];
    for (let behind: string | null = null; ; ) {
      signal.throwIfAborted();
      const ids: { id: string }[] = await this.tenancy.read(leadsBehind(organizationId, behind, BATCH));
      if (ids.length === 0) return `${changed} of ${done} leads have another score.`;
      changed += await this.tenancy.transaction(async (transaction) => {
        const rows = await transaction.query<{ row: Row }>(lockLeads(organizationId, noun, ids.map(({ id }) => id)));
        return this.scores.settle(rules, rows.map(({ row }) => row), cause);
      });
      done += ids.length;
      behind = ids.at(-1)!.id;
      await progress(done, Math.max(done, count));
    }
  }
}
