import { Controller, Delete, Get, HttpCode, Param, ParseUUIDPipe } from '@nestjs/common';
import { ApiExtension, ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import { Gate } from '#kernel/gate/gate.js';
import { InOrganization } from '#kernel/gate/route.js';
import { Forbidden } from '#kernel/pipeline/problem.js';
import { ReadDoor } from '#kernel/pipeline/read.js';
import { Registry } from '#kernel/resource/registry.js';
import { currentOrganizationId } from '#kernel/tenancy/scope.js';
import { StepUp } from '../factors/step-up.js';
import { Member } from '../member.js';
import { SessionsAnswer, sessionsAnswer } from './sessions.dto.js';
import { Sessions, type Seated } from './sessions.js';

const PERMISSION = { resource: 'member', action: 'update' };

/** For administrators. They see and end what stands in their organisation, and nothing of what the person does elsewhere. */
@ApiTags('identity')
@InOrganization()
@ApiParam({ name: 'id', schema: { type: 'string', format: 'uuid', maxLength: 36 } })
@Controller('identity/members/:id/sessions')
export class MemberSessionsController {
  constructor(
    private readonly sessions: Sessions,
    private readonly gate: Gate,
    private readonly read: ReadDoor,
    private readonly registry: Registry,
  ) {}

  @Get()
  @ApiExtension('x-permission', PERMISSION)
  @ApiOperation({ summary: 'Where a member is signed in', description: 'The sessions that stand in this organisation now.' })
  @ApiOkResponse({ type: SessionsAnswer })
  async list(@Param('id', ParseUUIDPipe) id: string): Promise<SessionsAnswer> {
    return sessionsAnswer(await this.sessions.ofMember(await this.seatOf(id)), null);
  }

  @Delete()
  @ApiExtension('x-permission', PERMISSION)
  @HttpCode(204)
  @StepUp('with-factor')
  @ApiOperation({ summary: 'Sign a member out', description: 'Everywhere in this organisation, at once. Sessions that they have elsewhere stay, and cannot enter this organisation any more.' })
  @ApiNoContentResponse()
  async end(@Param('id', ParseUUIDPipe) id: string): Promise<void> {
    await this.sessions.endAllOfMember(await this.seatOf(id), 'ended-by-administrator');
  }

  private async seatOf(memberId: string): Promise<Seated> {
    const member = this.registry.of(Member);
    if (!(await this.gate.ability()).of(member).may('update')) throw new Forbidden();
    await this.read.get(member, memberId, { fields: 'id' });
    return { organizationId: currentOrganizationId(), memberId };
  }
}
