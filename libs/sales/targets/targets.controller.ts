import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { ApiExtension, ApiOkResponse, ApiOperation, ApiParam, ApiQuery, ApiResponse, ApiTags } from '@nestjs/swagger';
import { IsIn, IsISO8601, IsOptional, IsString, Length } from 'class-validator';
import { isDay, type Day } from '#kernel/field/calendar.js';
import type { Money } from '#kernel/field/money-text.js';
import { dayAt } from '#kernel/field/zone.js';
import { InOrganization } from '#kernel/gate/route.js';
import { Invalid } from '#kernel/pipeline/problem.js';
import { ReadDoor } from '#kernel/pipeline/read.js';
import { Nouns } from '#kernel/resource/custom-fields.js';
import { currentScope } from '#kernel/tenancy/scope.js';
import { day, text, uuid } from '#platform/docs/parts.js';
import { add } from '#platform/money/arithmetic.js';
import { Rates } from '../currency/public.js';
import { Attainments, type Attainment, type TargetRow } from './attainment.js';
import { DealCredit } from './deal-credit.js';
import { CATEGORIES, Forecasts, type ForecastAnswer } from './forecast.js';
import type { ForecastLine } from './forecast-submission.js';
import { PERIODS, type PeriodKind } from './fiscal-year.js';
import { SalesTarget } from './sales-target.js';
import { Submissions, type Submitted } from './submissions.js';
import { ATTAINMENTS, CREDITS, FORECAST, PERIOD, SUBMISSION, SUBMISSIONS } from './target-schemas.js';

const ON = { name: 'on', required: false, description: 'A day; today, if left out.', schema: day } as const;
const AFTER = { name: 'after', required: false, description: 'The `next` of the page before.', schema: text(2_000) } as const;
const PAGE = 200;

class SubmitForecastInput {
  @IsIn(Object.keys(PERIODS)) period!: PeriodKind;
  /** A day of the period; today, if left out. */
  @IsOptional() @IsISO8601({ strict: true }) @Length(10, 10) on?: string;
  @IsOptional() @IsString() @Length(1, 2_000) note?: string;
}

@ApiTags('sales')
@Controller('sales')
@InOrganization()
export class TargetsController {
  constructor(
    private readonly attainments: Attainments,
    private readonly forecasts: Forecasts,
    private readonly submissions: Submissions,
    private readonly read: ReadDoor,
    private readonly nouns: Nouns,
    private readonly rates: Rates,
  ) {}

  @Get('attainment')
  @ApiOperation({ summary: 'Read how far targets are met', description: 'Of the targets whose period holds the day. Deals count for whoever they belonged to when they were won, and for the teams that they were in then.' })
  @ApiQuery(ON as never)
  @ApiExtension('x-permission', { resource: 'salesTarget', action: 'read' })
  @ApiOkResponse({ description: 'The targets with what has come of them.', schema: ATTAINMENTS as never })
  async attainment(@Query() asked: { on?: string }): Promise<{ data: Attainment[] }> {
    return { data: await this.attainments.on(await this.dayOf(asked.on)) };
  }

  @Get('sales-targets/:id/credits')
  @ApiOperation({ summary: 'Read what a target has come to, deal by deal', description: 'The credit that was given in its period, and what was set off; the newest first.' })
  @ApiParam({ name: 'id', description: 'The id of the target.', schema: uuid })
  @ApiQuery(AFTER)
  @ApiExtension('x-permission', { resource: 'salesTarget', action: 'read' })
  @ApiOkResponse({ description: 'The credit, newest first.', schema: CREDITS as never })
  async credits(@Param('id') id: string, @Query() { after }: { after?: string }): Promise<unknown> {
    const registry = await this.nouns.here();
    const { memberId, teamId, startsOn, endsOn } = JSON.parse((await this.read.get(registry.of(SalesTarget), id)).json) as TargetRow;
    const where = { and: [
      { field: 'day', operator: 'gte', value: startsOn }, { field: 'day', operator: 'lte', value: endsOn },
      ...(memberId ? [{ field: 'memberId', operator: 'eq', value: memberId }] : []),
      teamId ? { field: 'teamId', operator: 'eq', value: teamId } : { field: 'teamId', operator: 'empty' },
    ] };
    return JSON.parse(await this.read.list(registry.of(DealCredit), { filters: [], where, include: 'opportunity,member', sort: '-day', limit: PAGE, ...(after && { after }) }));
  }

  @Get('forecast')
  @ApiOperation({ summary: 'Read the forecast of a period', description: 'What is won, and what is expected to close in it by the category of its stage, for each member; beside it what managers say instead, and the target.' })
  @ApiQuery({ name: 'period', required: false, description: 'A quarter, if left out.', schema: PERIOD })
  @ApiQuery(ON as never)
  @ApiExtension('x-permission', { resource: 'opportunity', action: 'read' })
  @ApiOkResponse({ description: 'The forecast.', schema: FORECAST as never })
  async forecast(@Query() asked: { period?: string; on?: string }): Promise<ForecastAnswer> {
    return this.forecasts.of(periodOf(asked.period ?? 'quarter'), await this.dayOf(asked.on));
  }

  @Post('forecast-submissions')
  @ApiOperation({ summary: 'Hand in a forecast', description: 'Keeps every deal behind it as you see it now. It is never changed again.' })
  @ApiExtension('x-permission', { resource: 'forecastSubmission', action: 'create' })
  @ApiResponse({ status: 201, description: 'What was handed in.', schema: SUBMISSION as never })
  async submit(@Body() { period, on, note }: SubmitForecastInput): Promise<unknown> {
    const { id } = await this.submissions.submit(period, await this.dayOf(on), note ?? null);
    return this.submission(id);
  }

  @Get('forecast-submissions')
  @ApiOperation({ summary: 'List forecasts that were handed in', description: 'The newest first.' })
  @ApiQuery({ name: 'period', required: false, schema: PERIOD })
  @ApiQuery(AFTER)
  @ApiExtension('x-permission', { resource: 'forecastSubmission', action: 'read' })
  @ApiOkResponse({ description: 'A page of them.', schema: SUBMISSIONS as never })
  submitted(@Query() { period, after }: { period?: string; after?: string }): Promise<{ data: Submitted[]; page: { next: string | null } }> {
    return this.submissions.list(period === undefined ? undefined : periodOf(period), after);
  }

  @Get('forecast-submissions/:id')
  @ApiOperation({ summary: 'Read a forecast as it was handed in', description: 'Its deals with their owners and amounts of that day, whatever has become of them.' })
  @ApiParam({ name: 'id', description: 'The id of the submission.', schema: uuid })
  @ApiExtension('x-permission', { resource: 'forecastSubmission', action: 'read' })
  @ApiOkResponse({ description: 'The submission with its deals as they were.', schema: SUBMISSION as never })
  async submission(@Param('id') id: string): Promise<{ submission: Submitted; lines: ForecastLine[]; total: { [category: string]: { count: number; amount: Money | null } } }> {
    const [submission, lines] = [await this.submissions.get(id), await this.submissions.lines(id)];
    const total = Object.fromEntries(CATEGORIES.map((category) => {
      const own = lines.filter((line) => line.category === category);
      const amounts = own.flatMap(({ inBase }) => inBase ?? []);
      return [category, { count: own.length, amount: amounts.length ? amounts.reduce(add) : null }];
    }));
    return { submission, lines, total };
  }

  private async dayOf(on: string | undefined): Promise<Day> {
    if (on !== undefined && !isDay(on)) throw new Invalid([{ at: 'on', rule: 'date', say: 'Must be a day, such as 2026-03-31.' }]);
    return on ?? dayAt(currentScope().clock.now().getTime(), (await this.rates.home()).timeZone);
  }
}

function periodOf(period: string): PeriodKind {
  if (!Object.hasOwn(PERIODS, period)) throw new Invalid([{ at: 'period', rule: 'choice', say: `Must be one of ${Object.keys(PERIODS).join(', ')}.` }]);
  return period as PeriodKind;
}
