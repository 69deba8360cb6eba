import { Controller, Get, Post, Put, Req, Res } from '@nestjs/common';
import { ApiBody, ApiExtension, ApiHeader, ApiOperation, ApiParam, ApiResponse } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { versionWanted } from '#kernel/derive/http.js';
import { Gate } from '#kernel/gate/gate.js';
import { InOrganization } from '#kernel/gate/route.js';
import { Forbidden, Invalid, NotFound } from '#kernel/pipeline/problem.js';
import { ReadDoor, type ReadRecord } from '#kernel/pipeline/read.js';
import { WriteDoor } from '#kernel/pipeline/write.js';
import { Nouns } from '#kernel/resource/custom-fields.js';
import { Registry } from '#kernel/resource/registry.js';
import { currentScope } from '#kernel/tenancy/scope.js';
import { Role } from '#platform/identity/role.js';
import { ROLE_TEMPLATES, rightsOfTemplate } from '#platform/identity/role-templates.js';
import { MATRIX, MATRIX_SENT, ROLE, TEMPLATES } from './access-schemas.js';
import { matrixOf, rightsOfMatrix } from './matrix.js';
import { rightsIn } from './rights-field.js';
import { misfits } from './rights-rules.js';

type ShownRole = Pick<Role, 'id' | 'key' | 'name' | 'description' | 'rights' | 'version'>;

const NAMED = { type: 'object', required: ['name'], additionalProperties: false, properties: { name: { type: 'string', minLength: 1, maxLength: 120 } }, example: { name: 'Sales in the north' } } as const;
const ID = { name: 'id', description: 'The id of the role.', schema: { type: 'string', format: 'uuid', maxLength: 36 } } as const;

/** Roles as a screen edits them. What is written goes through the same door as everything else, and so through its rules. */
@Controller('access')
@InOrganization()
export class RolesController {
  constructor(
    private readonly read: ReadDoor,
    private readonly write: WriteDoor,
    private readonly gate: Gate,
    private readonly nouns: Nouns,
    private readonly registry: Registry,
  ) {}

  @Get('templates')
  @ApiOperation({ summary: 'Templates of roles', description: 'What a role may begin as, with the rights that each release gives to it.' })
  @ApiExtension('x-permission', { resource: 'role', action: 'read' })
  @ApiResponse({ status: 200, description: 'All templates.', schema: TEMPLATES as never })
  async templates(): Promise<object> {
    const ability = await this.gate.ability();
    if (!ability.of(this.registry.of(Role)).may('read')) throw new Forbidden();
    return { data: Object.entries(ROLE_TEMPLATES).map(([key, { name }]) => ({ key, name, rights: rightsOfTemplate(key, this.registry) })) };
  }

  @Post('templates/:key/roles')
  @ApiOperation({ summary: 'Make a role from a template', description: 'The role is the organisation\'s own: later releases change the role that bears the template\'s name, not this one.' })
  @ApiParam({ name: 'key', schema: { type: 'string', maxLength: 60 } })
  @ApiBody({ schema: NAMED as never })
  @ApiExtension('x-permission', { resource: 'role', action: 'create' })
  @ApiResponse({ status: 201, description: 'The role.', schema: ROLE })
  async fromTemplate(@Req() { params, body }: FastifyRequest<{ Params: { key: string } }>, @Res({ passthrough: true }) reply: FastifyReply): Promise<string> {
    if (!Object.hasOwn(ROLE_TEMPLATES, params.key)) throw new NotFound('There is no such template. GET /api/v1/access/templates lists them.');
    return this.made(reply, body, { rights: rightsOfTemplate(params.key, this.registry) });
  }

  @Post('roles/:id/clone')
  @ApiOperation({ summary: 'Clone a role', description: 'Another role with the same rights, as far as you may give them.' })
  @ApiParam(ID)
  @ApiBody({ schema: NAMED as never })
  @ApiExtension('x-permission', { resource: 'role', action: 'create' })
  @ApiResponse({ status: 201, description: 'The new role.', schema: ROLE })
  async clone(@Req() { params, body }: FastifyRequest<{ Params: { id: string } }>, @Res({ passthrough: true }) reply: FastifyReply): Promise<string> {
    const { description, rights } = await this.role(params.id);
    return this.made(reply, body, { description, rights: rightsIn(rights) });
  }

  @Get('roles/:id/matrix')
  @ApiOperation({ summary: 'The matrix of a role', description: 'Every noun with every action, what the role says of each, and which fields follow from that. The first row and the first column, *, stand for all.' })
  @ApiParam(ID)
  @ApiExtension('x-permission', { resource: 'role', action: 'read' })
  @ApiResponse({ status: 200, description: 'The matrix.', schema: MATRIX as never })
  async matrix(@Req() { params }: FastifyRequest<{ Params: { id: string } }>, @Res({ passthrough: true }) reply: FastifyReply): Promise<object> {
    return this.shown(reply, await this.role(params.id));
  }

  @Put('roles/:id/matrix')
  @ApiOperation({ summary: 'Write the matrix of a role', description: 'Replaces all rights of the role by those in the matrix. POST /api/v1/access/preview tells beforehand what that would change.' })
  @ApiParam(ID)
  @ApiHeader({ name: 'If-Match', description: 'The ETag of the matrix you changed: when the role has changed since, the answer is 412 and nothing is done.', schema: { type: 'string', maxLength: 100 } })
  @ApiBody({ schema: MATRIX_SENT as never })
  @ApiExtension('x-permission', { resource: 'role', action: 'update' })
  @ApiResponse({ status: 200, description: 'The matrix as it now is.', schema: MATRIX as never })
  @ApiResponse({ status: 412 })
  async writeMatrix(@Req() request: FastifyRequest<{ Params: { id: string } }>, @Res({ passthrough: true }) reply: FastifyReply): Promise<object> {
    const { id } = request.params;
    const { rights, places, errors } = rightsOfMatrix(request.body);
    const wrong = misfits(rights, await this.nouns.here(), currentScope().clock).map((error) => ({ ...error, at: error.at.replace(/^rights\[(\d+)\]/, (_all, index: string) => places[Number(index)]!) }));
    if (errors.length + wrong.length > 0) throw new Invalid([...errors, ...wrong]);
    await this.write.update(this.registry.of(Role), id, { rights }, versionWanted(request));
    return this.shown(reply, await this.role(id));
  }

  private async role(id: string): Promise<ShownRole> {
    const record = await this.read.get(this.registry.of(Role), id, { fields: 'id,key,name,description,rights,version' });
    return JSON.parse(record.json) as ShownRole;
  }

  private async shown(reply: FastifyReply, { id, key, name, rights, version }: ShownRole): Promise<object> {
    void reply.header('etag', `"${version}"`);
    const viewpoint = { clock: currentScope().clock, timeZone: 'UTC', memberId: null, teamMemberIds: [] };
    return { role: { id, key, name, version }, resources: matrixOf(rightsIn(rights), await this.nouns.here(), viewpoint) };
  }

  private async made(reply: FastifyReply, body: unknown, values: object): Promise<string> {
    const { name, ...others } = (typeof body === 'object' && body !== null ? body : {}) as { [key: string]: unknown };
    const unknown = Object.keys(others).map((at) => ({ at: at.slice(0, 60), rule: 'unknown', say: 'Only the name of the new role can be said here.' }));
    if (unknown.length > 0) throw new Invalid(unknown);
    const record: ReadRecord = await this.write.create(this.registry.of(Role), { ...values, name: name ?? null });
    void reply.headers({ 'content-type': 'application/json; charset=utf-8', etag: `"${record.version}"`, location: `/api/v1/identity/roles/${(JSON.parse(record.json) as { id: string }).id}` });
    return record.json;
  }
}
