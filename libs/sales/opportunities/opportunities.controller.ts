import { Controller, Get, Param } from '@nestjs/common';
import { ApiExtension, ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import { InOrganization } from '#kernel/gate/route.js';
import { ReadDoor } from '#kernel/pipeline/read.js';
import { Registry } from '#kernel/resource/registry.js';
import { currentOrganizationId, currentScope } from '#kernel/tenancy/scope.js';
import { Tenancy } from '#kernel/tenancy/tenancy.js';
import { uuid } from '#platform/docs/parts.js';
import { SPLITS, STAYS } from './deal-schemas.js';
import { Opportunity } from './opportunity.js';
import { splitsOf, type Share } from './split.query.js';
import { staysOf, type Stay } from './stage-history.query.js';

const ID = { name: 'id', description: 'The id of the opportunity.', schema: uuid } as const;

/** What stands below a deal; the deals themselves are records like all others. */
@ApiTags('sales')
@Controller('sales/opportunities')
@InOrganization()
export class OpportunitiesController {
  constructor(
    private readonly read: ReadDoor,
    private readonly registry: Registry,
    private readonly tenancy: Tenancy,
  ) {}

  @Get(':id/stages')
  @ApiOperation({ summary: 'Read the history of stages of an opportunity', description: 'In which stage it was from when to when, oldest first, with every correction applied; the last one lasts.' })
  @ApiParam(ID)
  @ApiExtension('x-permission', { resource: 'opportunity', action: 'read' })
  @ApiOkResponse({ description: 'The stays.', schema: STAYS as never })
  async stages(@Param('id') id: string): Promise<{ data: Stay[] }> {
    await this.expectReadable(id);
    return { data: await this.tenancy.read<Stay>(staysOf(currentOrganizationId(), id, currentScope().clock.now())) };
  }

  @Get(':id/splits')
  @ApiOperation({ summary: 'Read how an opportunity is shared out', description: 'Whose success it is, in what part; nothing here means that it is all its owner\'s. `POST …/split` sets all shares at once.' })
  @ApiParam(ID)
  @ApiExtension('x-permission', { resource: 'opportunity', action: 'read' })
  @ApiOkResponse({ description: 'The shares.', schema: SPLITS as never })
  async splits(@Param('id') id: string): Promise<{ data: Share[] }> {
    await this.expectReadable(id);
    return { data: await this.tenancy.read<Share>(splitsOf(currentOrganizationId(), id)) };
  }

  private async expectReadable(id: string): Promise<void> {
    await this.read.get(this.registry.of(Opportunity), id);
  }
}
