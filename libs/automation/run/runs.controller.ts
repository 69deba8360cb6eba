import { Body, Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiBody, ApiExtension, ApiOperation, ApiParam, ApiResponse } from '@nestjs/swagger';
import { InOrganization } from '#kernel/gate/route.js';
import { Invalid } from '#kernel/pipeline/problem.js';
import { ID, REPLAY, RUN } from '../automation-schemas.js';
import { Histories, type Shown } from './histories.js';

const CHANGE = { resource: 'workflow', action: 'update' };

/** Single runs, for those who look after workflows. */
@Controller('automation/runs')
@InOrganization()
export class RunsController {
  constructor(private readonly histories: Histories) {}

  @Get(':id')
  @ApiOperation({ summary: 'Get a run', description: 'With what happened in each of its steps, and the chain of workflows that led to it.' })
  @ApiParam(ID)
  @ApiExtension('x-permission', { resource: 'workflow', action: 'read' })
  @ApiResponse({ status: 200, description: 'The run.', schema: RUN as never })
  get(@Param('id') id: string): Promise<Shown> {
    return this.histories.run(id);
  }

  @Post(':id/stop')
  @HttpCode(200)
  @ApiOperation({ summary: 'Stop a run', description: 'What it has done stays done; nothing more is.' })
  @ApiParam(ID)
  @ApiExtension('x-permission', CHANGE)
  @ApiResponse({ status: 200, description: 'The run.', schema: RUN as never })
  async stop(@Param('id') id: string): Promise<Shown> {
    await this.histories.stop(id);
    return this.histories.run(id);
  }

  @Post(':id/replay')
  @HttpCode(200)
  @ApiOperation({ summary: 'Take a run up again', description: 'From one of the steps that it took, on its own version; by default from the last, at which it may have failed.' })
  @ApiParam(ID)
  @ApiBody({ schema: REPLAY as never, required: false })
  @ApiExtension('x-permission', CHANGE)
  @ApiResponse({ status: 200, description: 'The run.', schema: RUN as never })
  async replay(@Param('id') id: string, @Body() body: unknown): Promise<Shown> {
    const { from = null, ...others } = (typeof body === 'object' && body !== null ? body : {}) as { from?: unknown };
    if (Object.keys(others).length > 0 || !(from === null || (Number.isInteger(from) && Number(from) >= 1 && Number(from) <= 1_000_000))) throw new Invalid([{ at: 'from', rule: 'type', say: 'Must be the number of a step that the run took.' }]);
    await this.histories.replay(id, from as number | null);
    return this.histories.run(id);
  }
}
