import { Body, Controller, Get, HttpCode, Param, Post, Req } from '@nestjs/common';
import { ApiBody, ApiExtension, ApiOkResponse, ApiOperation, ApiParam, ApiQuery, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { listRequest, queryBody } from '#kernel/derive/list-request.js';
import { InOrganization } from '#kernel/gate/route.js';
import { Invalid } from '#kernel/pipeline/problem.js';
import { currentScope } from '#kernel/tenancy/scope.js';
import { count, text, uuid } from '#platform/docs/parts.js';
import { Board, type BoardAnswer } from './board.js';
import { BOARD, BOARD_QUESTION, FLOW } from './deal-schemas.js';

const ID = { name: 'id', description: 'The id of the pipeline.', schema: uuid } as const;
const FILTERS = { name: 'filter', required: false, description: 'The filters of opportunities, such as `filter[ownerId]=me`.', style: 'deepObject', explode: true, schema: { type: 'object', maxProperties: 30, additionalProperties: { ...text(500) } } } as const;
const Q = { name: 'q', required: false, description: 'Words that the deals must hold.', schema: text(200) } as const;
const NINETY_DAYS_MS = 90 * 24 * 60 * 60 * 1_000;

@ApiTags('sales')
@Controller('sales/pipelines')
@InOrganization()
export class PipelinesController {
  constructor(private readonly board: Board) {}

  @Get(':id/board')
  @ApiOperation({ summary: 'Read a pipeline as a board', description: 'Its stages with the first cards of each, and what they count and sum up to under your rights: by currency, and in the currency of the organisation at the rates that are stated. Further cards: list opportunities with the same filters, of this pipeline and stage, by `sort=rank`, `after` the `next` of the column.' })
  @ApiParam(ID)
  @ApiQuery(FILTERS as never)
  @ApiQuery(Q)
  @ApiQuery({ name: 'limit', required: false, description: 'Cards in each column.', schema: count(200) })
  @ApiExtension('x-permission', { resource: 'opportunity', action: 'read' })
  @ApiOkResponse({ description: 'The board.', schema: BOARD as never })
  read(@Param('id') id: string, @Req() { query }: FastifyRequest): Promise<BoardAnswer> {
    return this.board.of(id, listRequest(query as Record<string, string>, ['q', 'limit'], true));
  }

  @Post(':id/board')
  @HttpCode(200)
  @ApiOperation({ summary: 'Ask for a pipeline as a board', description: 'The same, under a condition that may be nested.' })
  @ApiParam(ID)
  @ApiBody({ schema: BOARD_QUESTION as never })
  @ApiExtension('x-permission', { resource: 'opportunity', action: 'read' })
  @ApiOkResponse({ description: 'The board.', schema: BOARD as never })
  ask(@Param('id') id: string, @Body() question: unknown): Promise<BoardAnswer> {
    return this.board.of(id, queryBody(question, ['q', 'limit']));
  }

  @Get(':id/flow')
  @ApiOperation({ summary: 'Read how deals go through a pipeline', description: 'For each stage: how many deals came to it since a day, how long they stayed, how many went on, and how many were won and lost in the end. Reckoned from the history of stages as it is known today.' })
  @ApiParam(ID)
  @ApiQuery(FILTERS as never)
  @ApiQuery(Q)
  @ApiQuery({ name: 'since', required: false, description: 'A day; ninety days ago, if left out.', schema: { ...text(10), format: 'date' } })
  @ApiExtension('x-permission', { resource: 'opportunity', action: 'read' })
  @ApiOkResponse({ description: 'The stages in their order.', schema: FLOW as never })
  flow(@Param('id') id: string, @Req() { query }: FastifyRequest): ReturnType<Board['flow']> {
    const { since, ...others } = query as Record<string, string>;
    const from = since === undefined ? new Date(currentScope().clock.now().getTime() - NINETY_DAYS_MS) : new Date(`${since}T00:00:00Z`);
    if (Number.isNaN(from.getTime())) throw new Invalid([{ at: 'since', rule: 'date', say: 'Must be a day, such as 2026-03-31.' }]);
    return this.board.flow(id, from, listRequest(others, ['q'], true));
  }
}
