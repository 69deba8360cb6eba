import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiBody, ApiExtension, ApiOperation, ApiParam, ApiQuery, ApiResponse } from '@nestjs/swagger';
import { InOrganization } from '#kernel/gate/route.js';
import type { Row } from '#kernel/gate/predicate.js';
import { Conflict, Forbidden, Invalid, type FieldError } from '#kernel/pipeline/problem.js';
import { currentOrganizationId } from '#kernel/tenancy/scope.js';
import { Tenancy } from '#kernel/tenancy/tenancy.js';
import { isUuid } from '#kernel/tenancy/uuid.js';
import { COUNTS, ID, QUERY_BEFORE, QUERY_ENTRY, QUERY_LIMIT, QUERY_NOUN, QUERY_RECORD, QUERY_STATE, REHEARSE, REHEARSED, RUNS, VERSIONS, WHY } from '../automation-schemas.js';
import { graphIn, type Graph } from '../graph/graph.js';
import { Histories, type Shown } from '../run/histories.js';
import { Rehearsal, type Rehearsed } from '../run/rehearsal.js';
import { Tools } from '../run/tools.js';
import { Why, type WhyAnswer } from '../trigger/why.js';
import { Workflow } from './workflow.js';
import { publishedVersion } from './workflow.query.js';

const STATES = ['running', 'waiting', 'done', 'failed', 'stopped'];
const READ = { resource: 'workflow', action: 'read' };

/** What there is to know of workflows beside what every noun has. */
@Controller('automation')
@InOrganization()
export class WorkflowsController {
  constructor(
    private readonly histories: Histories,
    private readonly rehearsal: Rehearsal,
    private readonly tools: Tools,
    private readonly tenancy: Tenancy,
    private readonly whys: Why,
  ) {}

  @Get('history/:id/versions')
  @ApiOperation({ summary: 'List the versions of a workflow', description: 'As they were published, the newest first. They never change: a run finishes on the version that it began with.' })
  @ApiParam(ID)
  @ApiExtension('x-permission', READ)
  @ApiResponse({ status: 200, description: 'The versions.', schema: VERSIONS as never })
  async versions(@Param('id') id: string): Promise<{ data: Shown[] }> {
    return { data: await this.histories.versions(id) };
  }

  @Get('history/:id/runs')
  @ApiOperation({ summary: 'List the runs of a workflow', description: 'The newest first.' })
  @ApiParam(ID)
  @ApiQuery(QUERY_STATE)
  @ApiQuery(QUERY_BEFORE)
  @ApiQuery(QUERY_LIMIT)
  @ApiExtension('x-permission', READ)
  @ApiResponse({ status: 200, description: 'A page of runs.', schema: RUNS as never })
  runs(@Param('id') id: string, @Query() query: Record<string, string>): Promise<{ data: Shown[]; page: { next: string | null } }> {
    const { state, before, limit = '50' } = query;
    const errors = unknownIn(query, ['state', 'before', 'limit']);
    if (state !== undefined && !STATES.includes(state)) errors.push({ at: 'state', rule: 'choice', say: `Must be one of ${STATES.join(', ')}.` });
    if (before !== undefined && !isUuid(before)) errors.push({ at: 'before', rule: 'type', say: 'Must be the id of a run.' });
    if (!/^\d{1,3}$/.test(limit) || Number(limit) < 1 || Number(limit) > 200) errors.push({ at: 'limit', rule: 'range', say: 'Must be a whole number from 1 to 200.' });
    if (errors.length > 0) throw new Invalid(errors);
    return this.histories.runs(id, state ?? null, before ?? null, Number(limit));
  }

  @Get('history/:id/counts')
  @ApiOperation({ summary: 'Count the runs of a workflow', description: 'By how they stand, and at which step those are that have not come to their end.' })
  @ApiParam(ID)
  @ApiExtension('x-permission', READ)
  @ApiResponse({ status: 200, description: 'The counts.', schema: COUNTS as never })
  async counts(@Param('id') id: string): Promise<{ data: Shown[] }> {
    return { data: await this.histories.counts(id) };
  }

  @Post('rehearsals/:id')
  @HttpCode(200)
  @ApiOperation({ summary: 'Rehearse a workflow', description: 'Shows what a run would do on a past record, under your rights. Waits are skipped, nothing is sent, and nothing is written.' })
  @ApiParam(ID)
  @ApiBody({ schema: REHEARSE as never })
  @ApiExtension('x-permission', { resource: 'workflow', action: 'update' })
  @ApiResponse({ status: 200, description: 'The steps that it would take.', schema: REHEARSED as never })
  async rehearse(@Param('id') id: string, @Body() body: unknown): Promise<Rehearsed> {
    const { recordId = null, entryId = null, version = 'draft' } = rehearsalIn(body);
    const { ability, registry } = await this.tools.ground();
    const noun = registry.of(Workflow);
    const workflow = JSON.parse((await this.tools.read.get(noun, id)).json) as Row;
    if (!ability.of(noun).mayWith('update', workflow)) throw new Forbidden('Only those who may change the workflow may rehearse it.');
    return this.rehearsal.of(id, version === 'draft' ? graphIn(workflow.graph) : await this.published(id), { recordId, entryId });
  }

  @Get('why')
  @ApiOperation({ summary: 'Why did workflows begin, or not', description: 'For what happened to a record: of each workflow what its trigger asks for, and what held. Values only of fields that you may see.' })
  @ApiQuery(QUERY_NOUN)
  @ApiQuery(QUERY_RECORD)
  @ApiQuery(QUERY_ENTRY)
  @ApiExtension('x-permission', READ)
  @ApiResponse({ status: 200, description: 'The answer, by workflow.', schema: WHY as never })
  why(@Query() query: Record<string, string>): Promise<WhyAnswer> {
    const { noun = '', id = '', entry } = query;
    const errors = unknownIn(query, ['noun', 'id', 'entry']);
    if (!isUuid(id)) errors.push({ at: 'id', rule: 'type', say: 'Must be the id of a record, a lower-case uuid.' });
    if (entry !== undefined && !isUuid(entry)) errors.push({ at: 'entry', rule: 'type', say: 'Must be the id of an entry of the ledger.' });
    if (errors.length > 0) throw new Invalid(errors);
    return this.whys.answer(noun.slice(0, 60), id, entry ?? null);
  }

  private async published(id: string): Promise<Graph> {
    const [published] = await this.tenancy.read<{ graph: Graph }>(publishedVersion(currentOrganizationId(), id, false));
    if (!published) throw new Conflict('Nothing of it has been published yet.');
    return published.graph;
  }
}

function rehearsalIn(body: unknown): { recordId?: string; entryId?: string; version?: 'draft' | 'published' } {
  const given = (typeof body === 'object' && body !== null && !Array.isArray(body) ? body : {}) as Record<string, string>;
  const errors = unknownIn(given, ['recordId', 'entryId', 'version']);
  for (const at of ['recordId', 'entryId']) if (given[at] !== undefined && !isUuid(given[at])) errors.push({ at, rule: 'type', say: 'Must be an id, a lower-case uuid.' });
  if (given.version !== undefined && !['draft', 'published'].includes(given.version)) errors.push({ at: 'version', rule: 'choice', say: 'Must be draft or published.' });
  if (errors.length > 0) throw new Invalid(errors);
  return given as never;
}

function unknownIn(given: object, known: readonly string[]): FieldError[] {
  return Object.keys(given).filter((name) => !known.includes(name)).map((name) => ({ at: name.slice(0, 60), rule: 'unknown', say: `Is not known here: it may be ${known.join(', ')}.` }));
}
