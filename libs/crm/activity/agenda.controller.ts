import { Body, Controller, Get, HttpCode, Param, Post, Req, Res } from '@nestjs/common';
import { ApiExtension, ApiOperation, ApiParam, ApiQuery, ApiResponse, ApiTags } from '@nestjs/swagger';
import { IsIn } from 'class-validator';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { listRequest } from '#kernel/derive/list-request.js';
import { Gate } from '#kernel/gate/gate.js';
import { InOrganization } from '#kernel/gate/route.js';
import { Invalid } from '#kernel/pipeline/problem.js';
import { ReadDoor } from '#kernel/pipeline/read.js';
import { Registry } from '#kernel/resource/registry.js';
import { currentOrganizationId, currentScope } from '#kernel/tenancy/scope.js';
import { PlatformDatabase } from '#kernel/tenancy/tenancy.js';
import type { Organization } from '#platform/organizations/organization.js';
import { organizationById } from '#platform/organizations/organization.query.js';
import { text } from '#platform/docs/parts.js';
import { agendaCondition, firstDayOfWeek, SPANS, type Span } from './agenda.js';
import { Activity } from './activity.js';
import { Attendees } from './attendees.js';

class AnswerInput {
  @IsIn(['accepted', 'tentative', 'declined']) answer!: string;
}

const PAGE = { type: 'object', required: ['data', 'page'], properties: { data: { type: 'array', maxItems: 200, items: { $ref: '#/components/schemas/Activity' } }, page: { type: 'object', required: ['next'], properties: { next: { anyOf: [text(2_000), { type: 'null' }] }, count: { type: 'integer', format: 'int32', minimum: 0, maximum: 2_147_483_647 } } } } } as const;

/** What is due when, as one says it where one is. */
@ApiTags('sales')
@Controller('sales')
@InOrganization()
export class AgendaController {
  constructor(
    private readonly registry: Registry,
    private readonly gate: Gate,
    private readonly read: ReadDoor,
    private readonly platform: PlatformDatabase,
    private readonly attendees: Attendees,
  ) {}

  @Get('agenda')
  @ApiOperation({ summary: 'List the open activities that are due', description: 'Days and weeks are those of your own time zone, and weeks begin as they do where you are. Takes the parameters of the list of activities as well, such as `filter[ownerId]=me`.' })
  @ApiQuery({ name: 'when', required: true, description: 'Which of them.', schema: { type: 'string', enum: [...SPANS] } })
  @ApiQuery({ name: 'limit', required: false, description: 'How many at most.', schema: { type: 'integer', format: 'int32', minimum: 1, maximum: 200 } })
  @ApiQuery({ name: 'after', required: false, description: 'Where to go on, as the page before said.', schema: text(2_000) })
  @ApiQuery({ name: 'sort', required: false, description: 'By which fields.', schema: text(300) })
  @ApiExtension('x-permission', { resource: 'activity', action: 'read' })
  @ApiResponse({ status: 200, description: 'A page of activities.', schema: PAGE as never })
  async agenda(@Req() { query }: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<string> {
    const { when = '', ...rest } = query as Record<string, string>;
    if (!SPANS.includes(when as Span)) throw new Invalid([{ at: 'when', rule: 'choice', say: `Must be one of ${SPANS.join(', ')}.` }]);
    const request = listRequest(rest);
    const { timeZone, language } = (await this.gate.ability()).access;
    const [organization] = await this.platform.query<Organization>(organizationById(currentOrganizationId()));
    const where = agendaCondition(when as Span, currentScope().clock.now(), timeZone, firstDayOfWeek(language, organization!.country));
    void reply.type('application/json; charset=utf-8');
    return this.read.list(this.registry.of(Activity), { sort: 'startsAt', ...request, where, filters: [{ field: 'state', operator: 'eq', value: 'open' }, ...request.filters] });
  }

  @Post('invitations/:id/answer')
  @HttpCode(204)
  @ApiOperation({ summary: 'Answer an invitation', description: 'Everybody who is invited to an activity answers for themselves.' })
  @ApiParam({ name: 'id', description: 'The id of the activity.', schema: { type: 'string', format: 'uuid', maxLength: 36 } })
  @ApiExtension('x-permission', { resource: 'activityAttendee', action: 'read' })
  @ApiResponse({ status: 204, description: 'It is noted.' })
  answer(@Param('id') id: string, @Body() { answer }: AnswerInput): Promise<void> {
    return this.attendees.answer(id, answer);
  }
}
