import { Body, Controller, Get, HttpCode, Param, Post, Put, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiParam, ApiResponse } from '@nestjs/swagger';
import { ForOperators } from '#kernel/gate/route.js';
import { StepUp } from '#platform/identity/factors/step-up.js';
import { IdParam, ModulesInput, NewOrganizationInput, OperatedOrganizationAnswer, OrganizationsAnswer, OrganizationsQuery, ReasonInput } from './operator.dto.js';
import { Operators } from './operators.js';

const ID = { name: 'id', description: 'The id of the organisation.', schema: { type: 'string', format: 'uuid', maxLength: 36 } } as const;

/** For those who run the deployment, with a second factor; for everybody else these addresses are not there. */
@Controller('superadmin/organizations')
@ForOperators()
export class OperatorsController {
  constructor(private readonly operators: Operators) {}

  @Get()
  @ApiOperation({ summary: 'List organisations', description: 'By short name, fifty at a time.' })
  @ApiOkResponse({ type: OrganizationsAnswer })
  list(@Query() wanted: OrganizationsQuery): Promise<OrganizationsAnswer> {
    return this.operators.list(wanted);
  }

  @Get(':id')
  @ApiOperation({ summary: 'Get an organisation', description: 'What is known of it without entering it.' })
  @ApiParam(ID)
  @ApiOkResponse({ type: OperatedOrganizationAnswer })
  get(@Param() { id }: IdParam): Promise<OperatedOrganizationAnswer> {
    return this.operators.get(id);
  }

  @Post()
  @StepUp()
  @ApiOperation({ summary: 'Create an organisation', description: 'With its owner, by their e-mail address.' })
  @ApiCreatedResponse({ type: OperatedOrganizationAnswer })
  @ApiResponse({ status: 409 })
  create(@Body() { owner, ...organization }: NewOrganizationInput): Promise<OperatedOrganizationAnswer> {
    return this.operators.create(organization, owner);
  }

  @Post(':id/suspend')
  @HttpCode(200)
  @StepUp()
  @ApiOperation({ summary: 'Suspend an organisation', description: 'Within five seconds nobody can do anything in it, no key opens it and no job runs for it. Its data stay.' })
  @ApiParam(ID)
  @ApiOkResponse({ type: OperatedOrganizationAnswer })
  @ApiResponse({ status: 409 })
  suspend(@Param() { id }: IdParam, @Body() { reason }: ReasonInput): Promise<OperatedOrganizationAnswer> {
    return this.operators.suspend(id, reason);
  }

  @Post(':id/resume')
  @HttpCode(200)
  @StepUp()
  @ApiOperation({ summary: 'Resume an organisation', description: 'Everything is as it was before it was suspended.' })
  @ApiParam(ID)
  @ApiOkResponse({ type: OperatedOrganizationAnswer })
  @ApiResponse({ status: 409 })
  resume(@Param() { id }: IdParam, @Body() { reason }: ReasonInput): Promise<OperatedOrganizationAnswer> {
    return this.operators.resume(id, reason);
  }

  @Put(':id/modules')
  @StepUp()
  @ApiOperation({ summary: 'Switch product modules', description: 'The organisation has these and no others. What it does not have is not there: no routes, menus, search and jobs. Its data stay, and are back with the module.' })
  @ApiParam(ID)
  @ApiOkResponse({ type: OperatedOrganizationAnswer })
  switchModules(@Param() { id }: IdParam, @Body() { modules }: ModulesInput): Promise<OperatedOrganizationAnswer> {
    return this.operators.switchModules(id, modules);
  }
}
