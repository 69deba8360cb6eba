import { Body, Controller, Get, HttpCode, Post, Req } from '@nestjs/common';
import { ApiCreatedResponse, ApiExtension, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { InOrganization, SignedIn } from '#kernel/gate/route.js';
import { Unauthenticated } from '#kernel/pipeline/problem.js';
import { OnboardingThrottle } from '../throttle.js';
import { CreateOrganization } from './create-organization.js';
import { Checklist, type FirstSteps } from './first-steps.js';
import { CreatedOrganization, DismissInput, FirstStepsAnswer, OrganizationInput } from './organization.dto.js';

/** Whoever sets up an organisation may invite to it. */
const SET_UP = { resource: 'invitation', action: 'create' };

@ApiTags('identity')
@Controller()
export class OrganizationController {
  constructor(
    private readonly creation: CreateOrganization,
    private readonly checklist: Checklist,
    private readonly throttle: OnboardingThrottle,
  ) {}

  @Post('organizations')
  @SignedIn()
  @ApiOperation({ summary: 'Create an organisation', description: 'You become its owner. Enter it with /auth/switch. Asking again for the same finishes what was broken off.' })
  @ApiCreatedResponse({ type: CreatedOrganization })
  async create(@Body() wanted: OrganizationInput, @Req() request: FastifyRequest): Promise<CreatedOrganization> {
    const { actor } = request.scope;
    if (actor.kind !== 'member' && actor.kind !== 'account') throw new Unauthenticated();
    await this.throttle.admitAccount('organization', actor.accountId);
    const { id, slug, name } = await this.creation.create(actor.accountId, wanted);
    return { id, slug, name };
  }

  @Get('organization/first-steps')
  @InOrganization()
  @ApiExtension('x-permission', SET_UP)
  @ApiOperation({ summary: 'What to do first', description: 'For those who set up the organisation. A step is done when the ledger says so.' })
  @ApiOkResponse({ type: FirstStepsAnswer })
  firstSteps(): Promise<FirstSteps> {
    return this.checklist.read();
  }

  @Post('organization/first-steps')
  @HttpCode(204)
  @InOrganization()
  @ApiExtension('x-permission', SET_UP)
  @ApiOperation({ summary: 'Dismiss the first steps', description: 'For the whole organisation.' })
  async dismiss(@Body() { dismissed }: DismissInput): Promise<void> {
    await this.checklist.dismiss(dismissed);
  }
}
