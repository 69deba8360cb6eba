import { Controller, Get, Param, Req, Res } from '@nestjs/common';
import { ApiExtension, ApiOperation, ApiParam, ApiQuery, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { listRequest } from '#kernel/derive/list-request.js';
import { InOrganization } from '#kernel/gate/route.js';
import { text } from '#platform/docs/parts.js';
import { Segments } from './segments.js';

const PAGE = { type: 'object', required: ['data', 'page'], properties: { data: { type: 'array', maxItems: 200, items: { type: 'object', description: 'A contact or a company.' } }, page: { type: 'object', required: ['next'], properties: { next: { anyOf: [text(2_000), { type: 'null' }] }, count: { type: 'integer', format: 'int32', minimum: 0, maximum: 2_147_483_647 } } } } } as const;

@ApiTags('sales')
@Controller('sales/segment-members')
@InOrganization()
export class SegmentsController {
  constructor(private readonly segments: Segments) {}

  @Get(':id')
  @ApiOperation({ summary: 'List the members of a segment', description: 'Those that you may see, at this moment: contacts or companies, whichever it is of.' })
  @ApiParam({ name: 'id', description: 'The id of the segment.', schema: { type: 'string', format: 'uuid', maxLength: 36 } })
  @ApiQuery({ name: 'limit', required: false, description: 'How many at most.', schema: { type: 'integer', format: 'int32', minimum: 1, maximum: 200 } })
  @ApiQuery({ name: 'after', required: false, description: 'Where to go on, as the page before said.', schema: text(2_000) })
  @ApiQuery({ name: 'count', required: false, description: '`exact` also says how many there are.', schema: { type: 'string', enum: ['exact'] } })
  @ApiExtension('x-permission', { resource: 'segment', action: 'read' })
  @ApiResponse({ status: 200, description: 'A page of records.', schema: PAGE as never })
  async members(@Param('id') id: string, @Req() { query }: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<string> {
    void reply.type('application/json; charset=utf-8');
    return this.segments.members(id, listRequest(query as Record<string, string>, ['sort', 'fields', 'limit', 'after', 'count']));
  }
}
