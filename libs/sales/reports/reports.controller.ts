import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiExtension, ApiOkResponse, ApiOperation, ApiParam, ApiQuery, ApiTags } from '@nestjs/swagger';
import { InOrganization } from '#kernel/gate/route.js';
import { Invalid, NotFound } from '#kernel/pipeline/problem.js';
import { currentScope } from '#kernel/tenancy/scope.js';
import { isUuid } from '#kernel/tenancy/uuid.js';
import { dayAt } from '#kernel/field/zone.js';
import { didYouMean } from '#kernel/resource/names.js';
import { text } from '#platform/docs/parts.js';
import { Rates } from '../currency/public.js';
import { SalesDashboard, type Dashboard } from './dashboard.js';
import { spanOf } from './period.js';
import { DASHBOARD, REPORT } from './report-schemas.js';
import { Reports, type Report, type Scope } from './reports.js';

const REPORTS = ['win-rate', 'velocity', 'ageing', 'funnel', 'sources', 'lost-reasons', 'activities'] as const;
const GROUPS = ['ownerId', 'pipelineId', 'source', 'campaign', 'companyId'];
const DAY = { ...text(10), format: 'date' } as const;

interface Asked {
  from?: string;
  to?: string;
  owner?: string;
  pipelineId?: string;
  by?: string;
}

interface Reckoned {
  from: string;
  to: string;
  /** That of the organisation, in which all amounts are. */
  currency: string;
}

const FROM = { name: 'from', required: false, description: 'The first day; that of this month, if left out.', schema: DAY } as const;
const TO = { name: 'to', required: false, description: 'The last day; today, if left out.', schema: DAY } as const;
const OWNER = { name: 'owner', required: false, description: 'Whose: the id of a member, `me` or `my-team`. All that you may read, if left out.', schema: text(36) } as const;
const PIPELINE = { name: 'pipelineId', required: false, description: 'Deals of one pipeline alone.', schema: { ...text(36), format: 'uuid' } } as const;

@ApiTags('sales')
@Controller('sales')
@InOrganization()
export class ReportsController {
  constructor(
    private readonly reports: Reports,
    private readonly dashboards: SalesDashboard,
    private readonly rates: Rates,
  ) {}

  @Get('dashboard')
  @ApiOperation({ summary: 'Read the dashboard of sales', description: 'Figures and charts of what you may read; each number with the records that it is made of, and what it was in as many days before. Amounts are in the currency of the organisation.' })
  @ApiQuery(FROM as never)
  @ApiQuery(TO as never)
  @ApiQuery(OWNER)
  @ApiQuery(PIPELINE as never)
  @ApiExtension('x-permission', { resource: 'opportunity', action: 'read' })
  @ApiOkResponse({ description: 'The dashboard.', schema: DASHBOARD as never })
  async dashboard(@Query() asked: Asked): Promise<Reckoned & Dashboard> {
    const { scope, currency } = await this.scopeOf(asked, ['from', 'to', 'owner', 'pipelineId']);
    return { from: scope.from, to: scope.to, currency, ...(await this.dashboards.of(scope)) };
  }

  @Get('reports/:name')
  @ApiOperation({ summary: 'Read a report of sales', description: 'Reckoned from what you may read, when you ask. Each number has the records that it is made of: as many as a list finds under its condition.' })
  @ApiParam({ name: 'name', description: 'The report.', schema: { type: 'string', enum: [...REPORTS] } })
  @ApiQuery(FROM as never)
  @ApiQuery(TO as never)
  @ApiQuery(OWNER)
  @ApiQuery(PIPELINE as never)
  @ApiQuery({ name: 'by', required: false, description: 'For win rate and velocity: what to group by. Owners, if left out.', schema: { type: 'string', enum: GROUPS } })
  @ApiExtension('x-permission', { resource: 'opportunity', action: 'read' })
  @ApiOkResponse({ description: 'The report.', schema: REPORT as never })
  async report(@Param('name') name: string, @Query() asked: Asked): Promise<Reckoned & Report> {
    const { scope, currency } = await this.scopeOf(asked, ['from', 'to', 'owner', 'pipelineId', 'by']);
    const by = asked.by ?? GROUPS[0]!;
    if (!GROUPS.includes(by)) throw new Invalid([{ at: 'by', rule: 'choice', say: `Must be one of ${GROUPS.join(', ')}.` }]);
    const made = { 'win-rate': () => this.reports.winRate(scope, by), velocity: () => this.reports.velocity(scope, by), ageing: () => this.reports.ageing(scope), funnel: () => this.reports.funnel(scope), sources: () => this.reports.sources(scope), 'lost-reasons': () => this.reports.lostReasons(scope), activities: () => this.reports.activities(scope) };
    if (!Object.hasOwn(made, name)) throw new NotFound();
    return { from: scope.from, to: scope.to, currency, ...(await made[name as (typeof REPORTS)[number]]()) };
  }

  private async scopeOf(asked: Asked, known: string[]): Promise<{ scope: Scope; currency: string }> {
    const unknown = Object.keys(asked).filter((name) => !known.includes(name));
    if (unknown.length > 0) throw new Invalid(unknown.map((at) => ({ at: at.slice(0, 60), rule: 'unknown', say: `Is not a parameter of this address.${didYouMean(at.slice(0, 60), known)}` })));
    const { owner, pipelineId } = asked;
    if (owner && !['me', 'my-team'].includes(owner) && !isUuid(owner)) throw new Invalid([{ at: 'owner', rule: 'reference', say: 'Must be the id of a member, "me" or "my-team".' }]);
    if (pipelineId && !isUuid(pipelineId)) throw new Invalid([{ at: 'pipelineId', rule: 'reference', say: 'Must be the id of a pipeline.' }]);
    const { timeZone, currency } = await this.rates.home();
    const now = currentScope().clock.now();
    return { scope: { ...spanOf(asked, now, timeZone), timeZone, now, today: dayAt(now.getTime(), timeZone), owner, pipelineId }, currency };
  }
}
