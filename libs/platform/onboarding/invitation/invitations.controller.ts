import { Body, Controller, Get, HttpCode, Param, Post, Query, Res } from '@nestjs/common';
import { ApiBody, ApiCreatedResponse, ApiExtension, ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { InOrganization } from '#kernel/gate/route.js';
import { listRequest } from '#kernel/derive/list-request.js';
import { ActDoor } from '#kernel/pipeline/act.js';
import { ReadDoor, type ReadRecord } from '#kernel/pipeline/read.js';
import { WriteDoor } from '#kernel/pipeline/write.js';
import { Registry } from '#kernel/resource/registry.js';
import { declaredVerb } from '#kernel/resource/verb.js';
import { text } from '#platform/docs/parts.js';
import { Invitation } from './invitation.js';
import { ResendInvitation } from './resend-invitation.js';
import { RevokeInvitation } from './revoke-invitation.js';

const JSON_TYPE = 'application/json; charset=utf-8';
const INVITE = {
  type: 'object',
  required: ['email', 'roles'],
  additionalProperties: false,
  properties: { email: { ...text(254), format: 'email' }, roles: { type: 'array', minItems: 1, maxItems: 10, items: text(50), description: 'Keys of roles, none with rights that you lack.' }, language: { type: 'string', enum: ['en', 'de', 'ar'] } },
} as const;
const INVITATION = {
  type: 'object',
  required: ['id', 'email', 'roles', 'status'],
  properties: {
    id: { ...text(36), format: 'uuid' }, email: { ...text(254), format: 'email' }, roles: { type: 'array', maxItems: 10, items: text(50) },
    status: { type: 'string', enum: ['pending', 'accepted', 'revoked'] }, expiresAt: { type: ['string', 'null'], format: 'date-time', maxLength: 40 },
  },
} as const;
const PAGE = { type: 'object', required: ['data', 'page'], properties: { data: { type: 'array', maxItems: 200, items: INVITATION }, page: { type: 'object', maxProperties: 5 } } } as const;
const ID = { name: 'id', schema: { ...text(36), format: 'uuid' } } as const;
const body = (schema: object) => ({ content: { 'application/json': { schema: schema as never } } });

/** The invitations of an organisation, for its administrators. Where they lead is only in the mail. */
@ApiTags('identity')
@Controller('identity/invitations')
@InOrganization()
export class InvitationsController {
  constructor(
    private readonly read: ReadDoor,
    private readonly write: WriteDoor,
    private readonly acts: ActDoor,
    private readonly registry: Registry,
  ) {}

  @Get()
  @ApiOperation({ summary: 'List invitations', description: 'Filtered, sorted and paged like every list.' })
  @ApiExtension('x-permission', { resource: 'invitation', action: 'read' })
  @ApiOkResponse(body(PAGE))
  async list(@Query() query: Record<string, string>, @Res({ passthrough: true }) reply: FastifyReply): Promise<string> {
    void reply.header('content-type', JSON_TYPE);
    return this.read.list(this.registry.of(Invitation), listRequest(query));
  }

  @Post()
  @ApiOperation({ summary: 'Invite somebody', description: 'Sends a link that is good once, for seven days, for this address and these roles.' })
  @ApiExtension('x-permission', { resource: 'invitation', action: 'create' })
  @ApiBody({ schema: INVITE as never })
  @ApiCreatedResponse(body(INVITATION))
  async invite(@Body() values: unknown, @Res({ passthrough: true }) reply: FastifyReply): Promise<string> {
    return json(reply, await this.write.create(this.registry.of(Invitation), values));
  }

  @Post(':id/resend')
  @HttpCode(200)
  @ApiOperation({ summary: 'Send an invitation again', description: 'With a new link; the former one opens nothing any more.' })
  @ApiExtension('x-permission', { resource: 'invitation', action: 'resend' })
  @ApiParam(ID)
  @ApiOkResponse(body(INVITATION))
  async resend(@Param('id') id: string, @Res({ passthrough: true }) reply: FastifyReply): Promise<string> {
    return json(reply, await this.acts.act(declaredVerb(ResendInvitation), id, {}));
  }

  @Post(':id/revoke')
  @HttpCode(200)
  @ApiOperation({ summary: 'Revoke an invitation', description: 'Its link opens nothing any more.' })
  @ApiExtension('x-permission', { resource: 'invitation', action: 'revoke' })
  @ApiParam(ID)
  @ApiOkResponse(body(INVITATION))
  async revoke(@Param('id') id: string, @Res({ passthrough: true }) reply: FastifyReply): Promise<string> {
    return json(reply, await this.acts.act(declaredVerb(RevokeInvitation), id, {}));
  }
}

function json(reply: FastifyReply, record: ReadRecord): string {
  void reply.header('content-type', JSON_TYPE);
  return record.json;
}
