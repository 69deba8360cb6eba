import { Body, Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiParam } from '@nestjs/swagger';
import { ForOperators } from '#kernel/gate/route.js';
import { StepUp } from '#platform/identity/factors/step-up.js';
import { DeadAnswer, QueuesAnswer, ReplayedAnswer, ReplayInput } from './queues.dto.js';
import { Queues } from './queues.js';

const ORGANIZATION = { name: 'organizationId', description: 'The id of the organisation.', schema: { type: 'string', format: 'uuid', maxLength: 36 } } as const;

/** S24: names and numbers, for those who run the deployment alone. */
@Controller('superadmin/queues')
@ForOperators()
export class QueuesController {
  constructor(private readonly queues: Queues) {}

  @Get()
  @ApiOperation({ summary: 'See the queues', description: 'What waits, runs and has failed, by queue and by organisation.' })
  @ApiOkResponse({ type: QueuesAnswer })
  show(): Promise<QueuesAnswer> {
    return this.queues.show();
  }

  @Get('dead/:organizationId')
  @ApiOperation({ summary: 'See what failed for good', description: 'The latest two hundred of one organisation, with the reason.' })
  @ApiParam(ORGANIZATION)
  @ApiOkResponse({ type: DeadAnswer })
  async dead(@Param('organizationId') organizationId: string): Promise<DeadAnswer> {
    return { data: await this.queues.dead(organizationId) };
  }

  @Post('dead/:organizationId/replay')
  @HttpCode(200)
  @StepUp()
  @ApiOperation({ summary: 'Do failed work again', description: 'With the same effect key: what it has done already is not done twice. The reason stands in the ledger of the organisation.' })
  @ApiParam(ORGANIZATION)
  @ApiOkResponse({ type: ReplayedAnswer })
  async replay(@Param('organizationId') organizationId: string, @Body() { ids, reason }: ReplayInput): Promise<ReplayedAnswer> {
    return { replayed: await this.queues.replay(organizationId, ids, reason) };
  }
}
