import { Controller, Get, Patch, Req } from '@nestjs/common';
import { ApiBody, ApiExtension, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Gate } from '#kernel/gate/gate.js';
import { InOrganization } from '#kernel/gate/route.js';
import { Forbidden } from '#kernel/pipeline/problem.js';
import { WriteDoor } from '#kernel/pipeline/write.js';
import { Registry } from '#kernel/resource/registry.js';
import { SalesSettings } from './sales-settings.js';
import type { StoredSettings } from './sales-settings.query.js';
import { Settings } from './settings.js';

const SETTINGS = { type: 'object', description: 'All that is set, and the defaults of what is not.', maxProperties: 30 };

/** How the organisation sells: one record, which is there from the beginning. */
@ApiTags('sales')
@Controller('sales/settings')
@InOrganization()
export class SettingsController {
  constructor(
    private readonly settings: Settings,
    private readonly write: WriteDoor,
    private readonly gate: Gate,
    private readonly registry: Registry,
  ) {}

  @Get()
  @ApiOperation({ summary: 'Read the settings of sales', description: 'With the defaults of what nobody has set.' })
  @ApiExtension('x-permission', { resource: 'salesSettings', action: 'read' })
  @ApiOkResponse({ description: 'How the organisation sells.', schema: SETTINGS as never })
  async read(): Promise<StoredSettings> {
    if (!(await this.gate.ability()).of(this.registry.of(SalesSettings)).may('read')) throw new Forbidden('Your role does not allow you to see the settings of sales.');
    return this.settings.current();
  }

  @Patch()
  @ApiOperation({ summary: 'Change the settings of sales', description: 'Documents that are there already keep what they were made with.' })
  @ApiBody({ schema: SETTINGS as never })
  @ApiExtension('x-permission', { resource: 'salesSettings', action: 'update' })
  @ApiOkResponse({ description: 'How the organisation sells now.', schema: SETTINGS as never })
  async change(@Req() { body }: FastifyRequest): Promise<StoredSettings> {
    const noun = this.registry.of(SalesSettings);
    const { id } = await this.settings.current();
    await (id ? this.write.update(noun, id, body) : this.write.create(noun, body));
    return this.settings.current();
  }
}
