import { Controller, HttpCode, Param, Post } from '@nestjs/common';
import { ApiExtension, ApiOkResponse, ApiOperation, ApiParam, ApiProperty, ApiResponse, ApiTags } from '@nestjs/swagger';
import { InOrganization } from '#kernel/gate/route.js';
import { NeverKept } from '#platform/edge/idempotency.interceptor.js';
import { StepUp } from '../factors/step-up.js';
import { Domains } from './domains.js';

class VerifiedAnswer {
  @ApiProperty({ maxLength: 253 }) domain!: string;
  @ApiProperty({ format: 'date-time', maxLength: 40 }) verifiedAt!: string;
}

/** Domains themselves are records like all others, under /api/v1/identity/sign-in-domains. */
@ApiTags('identity')
@InOrganization()
@Controller('auth/sso/domains')
export class DomainsController {
  constructor(private readonly domains: Domains) {}

  @Post(':id/verify')
  @HttpCode(200)
  @NeverKept()
  @StepUp()
  @ApiExtension('x-permission', { resource: 'signInDomain', action: 'update' })
  @ApiOperation({ summary: 'Verify a sign-in domain', description: 'For owners, once the `proof` of the domain stands in its DNS, as a TXT record at _tessera-sign-in below it. It is looked for again every day; a week without it, and the domain is nobody\'s again.' })
  @ApiParam({ name: 'id', description: 'The id of the domain.', schema: { type: 'string', format: 'uuid', maxLength: 36 } })
  @ApiOkResponse({ type: VerifiedAnswer })
  @ApiResponse({ status: 409 })
  @ApiResponse({ status: 422 })
  verify(@Param('id') id: string): Promise<VerifiedAnswer> {
    return this.domains.verify(id);
  }
}
