import { Body, Controller, Delete, Get, HttpCode, Param, Put } from '@nestjs/common';
import { ApiExtension, ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiParam, ApiResponse, ApiTags } from '@nestjs/swagger';
import { Gate } from '#kernel/gate/gate.js';
import { InOrganization } from '#kernel/gate/route.js';
import { Forbidden } from '#kernel/pipeline/problem.js';
import { Registry } from '#kernel/resource/registry.js';
import { StepUp } from '../factors/step-up.js';
import { Enforcements, type Enforcement } from './enforcement.js';
import { BreakGlassInput, EnforcementAnswer, EnforcementInput } from './federation.dto.js';
import { IdentityProvider } from './identity-provider.js';

const MEMBER_ID = { name: 'memberId', schema: { type: 'string', format: 'uuid', maxLength: 36 } } as const;

/** How people come in to an organisation that has an identity provider. */
@ApiTags('identity')
@InOrganization()
@Controller('auth/sso')
export class EnforcementController {
  constructor(
    private readonly enforcements: Enforcements,
    private readonly gate: Gate,
    private readonly registry: Registry,
  ) {}

  @Get('enforcement')
  @ApiExtension('x-permission', { resource: 'identityProvider', action: 'read' })
  @ApiOperation({ summary: 'How people come in here', description: 'Whether through the identity provider alone, and who may come in without it.' })
  @ApiOkResponse({ type: EnforcementAnswer })
  async read(): Promise<Enforcement> {
    if (!(await this.gate.ability()).of(this.registry.of(IdentityProvider)).may('read')) throw new Forbidden();
    return this.enforcements.read();
  }

  @Put('enforcement')
  @StepUp()
  @ApiExtension('x-permission', { resource: 'identityProvider', action: 'update' })
  @ApiOperation({ summary: 'Let people in through the identity provider alone', description: 'For owners. Within five seconds sessions that were opened otherwise may not be here any more. It needs an owner who is kept for when the provider fails, and that whoever asks has come in through it once.' })
  @ApiOkResponse({ type: EnforcementAnswer })
  @ApiResponse({ status: 409 })
  enforce(@Body() { enforced }: EnforcementInput): Promise<Enforcement> {
    return this.enforcements.enforce(enforced);
  }

  @Put('break-glass/:memberId')
  @StepUp()
  @ApiExtension('x-permission', { resource: 'identityProvider', action: 'update' })
  @ApiOperation({ summary: 'Keep an owner for when the identity provider fails', description: 'For owners. They may come in with their own password or passkey.' })
  @ApiParam(MEMBER_ID)
  @ApiOkResponse({ type: EnforcementAnswer })
  @ApiResponse({ status: 409 })
  mark(@Param('memberId') memberId: string, @Body() { allowed }: BreakGlassInput): Promise<Enforcement> {
    return this.enforcements.mark(memberId, allowed);
  }

  @Delete('links/:memberId')
  @HttpCode(204)
  @StepUp()
  @ApiExtension('x-permission', { resource: 'identityProvider', action: 'update' })
  @ApiOperation({ summary: 'Forget as whom the identity provider knows a member', description: 'For owners, when the provider has made the person anew. The next sign-in links them again, by their address.' })
  @ApiParam(MEMBER_ID)
  @ApiNoContentResponse()
  unlink(@Param('memberId') memberId: string): Promise<void> {
    return this.enforcements.unlink(memberId);
  }
}
