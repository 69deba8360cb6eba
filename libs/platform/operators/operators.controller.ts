import { Body, Controller, Get, HttpCode, Param, Post, Put, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiParam, ApiQuery, ApiResponse } from '@nestjs/swagger';
import { ForOperators } from '#kernel/gate/route.js';
import { Invalid } from '#kernel/pipeline/problem.js';
import { StepUp } from '#platform/identity/factors/step-up.js';
import { ModulesInput, NewOrganizationInput, OperatedOrganizationAnswer, OrganizationsAnswer, OwnerInput, ReasonInput } from './operator.dto.js';
import { Operators } from './operators.js';

const PARAMETERS: Partial<Record<string, RegExp>> = { q: /^\P{Cc}{1,100}$/u, status: /^(active|suspended|closed)$/, after: /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/ };
const ID = { name: 'id', description: 'The id of the organisation.', schema: { type: 'string', format: 'uuid', maxLength: 36 } } as const;

/** For those who run the deployment, with a second factor; for everybody else these addresses are not there. */
@Controller('superadmin/organizations')
@ForOperators()
export class OperatorsController {
  constructor(private readonly operators: Operators) {}

  @Get()
  @ApiOperation({ summary: 'List organisations', description: 'By short name, fifty at a time.' })
  @ApiQuery({ name: 'q', required: false, description: 'Part of the name or of the short name.', schema: { type: 'string', maxLength: 100 } })
  @ApiQuery({ name: 'status', required: false, schema: { type: 'string', enum: ['active', 'suspended', 'closed'] } })
  @ApiQuery({ name: 'after', required: false, description: '`page.next` of the page before.', schema: { type: 'string', format: 'uuid', maxLength: 36 } })
  @ApiOkResponse({ type: OrganizationsAnswer })
  list(@Query() query: Record<string, string>): Promise<OrganizationsAnswer> {
    const wrong = Object.entries(query).filter(([name, value]) => !PARAMETERS[name]?.test(value));
    if (wrong.length > 0) throw new Invalid(wrong.map(([at]) => ({ at: at.slice(0, 60), rule: 'unknown', say: 'Only q, status (active, suspended, closed) and after can be said here.' })));
    return this.operators.list(query);
  }

  @Get(':id')
  @ApiOperation({ summary: 'Get an organisation', description: 'What is known of it without entering it.' })
  @ApiParam(ID)
  @ApiOkResponse({ type: OperatedOrganizationAnswer })
  get(@Param('id') id: string): Promise<OperatedOrganizationAnswer> {
    return this.operators.get(id);
  }

  @Post()
  @StepUp()
  @ApiOperation({ summary: 'Create an organisation', description: 'Its owner gets an invitation.' })
  @ApiCreatedResponse({ type: OperatedOrganizationAnswer })
  @ApiResponse({ status: 409 })
  create(@Body() { ownerEmail, ...organization }: NewOrganizationInput): Promise<OperatedOrganizationAnswer> {
    return this.operators.create(organization, ownerEmail);
  }

  @Post(':id/owner')
  @HttpCode(200)
  @StepUp()
  @ApiOperation({ summary: 'Invite the first owner again', description: 'For an organisation that nobody is in: finishes its making, if that was broken off, revokes what invitations there are and sends another one.' })
  @ApiParam(ID)
  @ApiOkResponse({ type: OperatedOrganizationAnswer })
  @ApiResponse({ status: 409 })
  inviteOwner(@Param('id') id: string, @Body() { ownerEmail }: OwnerInput): Promise<OperatedOrganizationAnswer> {
    return this.operators.inviteOwner(id, ownerEmail);
  }

  @Post(':id/suspend')
  @HttpCode(200)
  @StepUp()
  @ApiOperation({ summary: 'Suspend an organisation', description: 'Within five seconds nobody can do anything in it, no key opens it and no job runs for it. Its data stay.' })
  @ApiParam(ID)
  @ApiOkResponse({ type: OperatedOrganizationAnswer })
  @ApiResponse({ status: 409 })
  suspend(@Param('id') id: string, @Body() { reason }: ReasonInput): Promise<OperatedOrganizationAnswer> {
    return this.operators.suspend(id, reason);
  }

  @Post(':id/resume')
  @HttpCode(200)
  @StepUp()
  @ApiOperation({ summary: 'Resume an organisation', description: 'Everything is as it was before it was suspended.' })
  @ApiParam(ID)
  @ApiOkResponse({ type: OperatedOrganizationAnswer })
  @ApiResponse({ status: 409 })
  resume(@Param('id') id: string, @Body() { reason }: ReasonInput): Promise<OperatedOrganizationAnswer> {
    return this.operators.resume(id, reason);
  }

  @Put(':id/modules')
  @StepUp()
  @ApiOperation({ summary: 'Switch product modules', description: 'The organisation has these and no others. What it does not have is not there: no routes, menus, search and jobs. Its data stay, and are back with the module.' })
  @ApiParam(ID)
  @ApiOkResponse({ type: OperatedOrganizationAnswer })
  switchModules(@Param('id') id: string, @Body() { modules }: ModulesInput): Promise<OperatedOrganizationAnswer> {
    return this.operators.switchModules(id, modules);
  }
}
