import { Controller, Delete, Get, HttpCode, Param, Req } from '@nestjs/common';
import { ApiNoContentResponse, ApiNotFoundResponse, ApiOkResponse, ApiOperation, ApiParam, ApiProperty, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { SignedIn } from '#kernel/gate/route.js';
import { Unauthenticated } from '#kernel/pipeline/problem.js';
import { OVER } from '../sessions/session.js';
import { Consents } from './consents.js';

class GrantAnswer {
  @ApiProperty({ format: 'uuid', maxLength: 36 }) id!: string;
  @ApiProperty({ maxLength: 80, description: 'The application.', example: 'Reports' }) name!: string;
  @ApiProperty({ maxLength: 200, description: 'In which organisation.' }) organization!: string;
  @ApiProperty({ type: [String], maxItems: 1000, items: { type: 'string', maxLength: 80 }, example: ['read'] }) scopes!: string[];
  @ApiProperty({ format: 'date-time', maxLength: 40 }) givenAt!: string;
  @ApiProperty({ format: 'date-time', maxLength: 40 }) usedAt!: string;
}

class GrantsAnswer {
  @ApiProperty({ type: [GrantAnswer], maxItems: 200 }) data!: GrantAnswer[];
}

@ApiTags('identity')
@Controller('auth/grants')
@SignedIn()
export class GrantsController {
  constructor(private readonly consents: Consents) {}

  @Get()
  @ApiOperation({ summary: 'Applications that I have let in', description: 'In all of my organisations.' })
  @ApiOkResponse({ type: GrantsAnswer })
  async list(@Req() { identity }: FastifyRequest): Promise<GrantsAnswer> {
    if (!identity) throw new Unauthenticated(OVER);
    const consents = await this.consents.of(identity.accountId);
    return { data: consents.map(({ id, name, organization, scopes, givenAt, usedAt }) => ({ id, name, organization, scopes, givenAt: givenAt.toISOString(), usedAt: usedAt.toISOString() })) };
  }

  @Delete(':id')
  @HttpCode(204)
  @ApiOperation({ summary: 'Shut an application out', description: 'All of its tokens for me end, at most five seconds later everywhere.' })
  @ApiParam({ name: 'id', schema: { type: 'string', format: 'uuid', maxLength: 36 } })
  @ApiNoContentResponse()
  @ApiNotFoundResponse()
  async end(@Param('id') id: string, @Req() { identity }: FastifyRequest): Promise<void> {
    if (!identity) throw new Unauthenticated(OVER);
    await this.consents.end(id, identity);
  }
}
