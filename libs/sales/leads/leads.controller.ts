import { Controller, Get, Param } from '@nestjs/common';
import { ApiExtension, ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import { InOrganization } from '#kernel/gate/route.js';
import { ReadDoor } from '#kernel/pipeline/read.js';
import { Registry } from '#kernel/resource/registry.js';
import { currentOrganizationId, currentScope } from '#kernel/tenancy/scope.js';
import { Tenancy } from '#kernel/tenancy/tenancy.js';
import { uuid } from '#platform/docs/parts.js';
import { Lead } from './lead.js';
import { MATCHES, RESCORING, SCORE } from './lead-schemas.js';
import { Matches } from './matches.js';
import { rescoreLeads } from './rescore.js';
import { ScoreRule } from './score-rule.js';
import { pointsNow } from './score.js';
import { lastRescoring, ruleNames, scoreHistory, type Rescoring, type ScoreEntry } from './score.query.js';
import { Scores } from './scores.js';

const LEAD_ID = { name: 'id', description: 'The id of the lead.', schema: uuid } as const;
const MOST_ENTRIES = 200;

/** What stands below a lead; the leads themselves are records like all others. */
@ApiTags('sales')
@Controller('sales')
@InOrganization()
export class LeadsController {
  constructor(
    private readonly read: ReadDoor,
    private readonly registry: Registry,
    private readonly tenancy: Tenancy,
    private readonly scores: Scores,
    private readonly matches: Matches,
  ) {}

  @Get('leads/:id/score')
  @ApiOperation({ summary: 'Read why a lead has its score', description: 'The reasons that count today with what is left of their points, and the ledger of all there ever were.' })
  @ApiParam(LEAD_ID)
  @ApiExtension('x-permission', { resource: 'lead', action: 'read' })
  @ApiOkResponse({ description: 'The score and its reasons.', schema: SCORE as never })
  async score(@Param('id') id: string): Promise<{ score: number; reasons: object[]; history: ScoreEntry[] }> {
    const { score } = await this.lead(id);
    const now = currentScope().clock.now();
    const held = await this.scores.held([id]);
    const names = await this.tenancy.read<{ id: string; name: string }>(ruleNames(currentOrganizationId(), held.map(({ ruleId }) => ruleId)));
    const reasons = held.map((each) => ({ ruleId: each.ruleId, rule: names.find((rule) => rule.id === each.ruleId)?.name ?? '', points: each.points, now: Math.round(pointsNow(each, now) * 100) / 100, halfLifeDays: each.halfLifeDays, since: each.since, happened: each.entryId !== null }));
    return { score, reasons: reasons.sort((a, b) => Math.abs(b.now) - Math.abs(a.now)), history: await this.tenancy.read<ScoreEntry>(scoreHistory(currentOrganizationId(), id, MOST_ENTRIES)) };
  }

  @Get('leads/:id/matches')
  @ApiOperation({ summary: 'Find out who a lead may be already', description: 'Contacts with the same e-mail address and companies with the same domain, as far as you may read them. Converting links the lead to the first of each, and changes none of them.' })
  @ApiParam(LEAD_ID)
  @ApiExtension('x-permission', { resource: 'lead', action: 'read' })
  @ApiOkResponse({ description: 'The matches.', schema: MATCHES as never })
  async match(@Param('id') id: string): ReturnType<Matches['of']> {
    return this.matches.of(await this.lead(id));
  }

  @Get('score-rules/:id/progress')
  @ApiOperation({ summary: 'Read how far the new scoring is', description: 'Each change of a rule has all leads scored anew, in batches; this is about the last change.' })
  @ApiParam({ ...LEAD_ID, description: 'The id of the rule.' })
  @ApiExtension('x-permission', { resource: 'scoreRule', action: 'read' })
  @ApiOkResponse({ description: 'The progress.', schema: RESCORING as never })
  async progress(@Param('id') id: string): Promise<Rescoring> {
    await this.read.get(this.registry.of(ScoreRule), id);
    const [last] = await this.tenancy.read<Rescoring>(lastRescoring(currentOrganizationId(), rescoreLeads.name));
    return last ?? { state: 'done', done: null, total: null, endedAt: null };
  }

  private async lead(id: string): Promise<Lead> {
    return JSON.parse((await this.read.get(this.registry.of(Lead), id)).json) as Lead;
  }
}
