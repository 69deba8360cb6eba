import { Body, Controller, HttpCode, Param, Post } from '@nestjs/common';
import { ApiExtension, ApiOperation, ApiParam, ApiResponse } from '@nestjs/swagger';
import { Equals, IsOptional, IsString, Length } from 'class-validator';
import { InOrganization } from '#kernel/gate/route.js';
import { Forbidden, Invalid, NotFound } from '#kernel/pipeline/problem.js';
import { ReadDoor } from '#kernel/pipeline/read.js';
import { WriteDoor } from '#kernel/pipeline/write.js';
import { Registry } from '#kernel/resource/registry.js';
import { Tenancy } from '#kernel/tenancy/tenancy.js';
import { RecordOf } from '#platform/docs/record-of.js';
import { Company } from './company.js';
import { CompanyTies, type CompanyTie } from './company-ties.js';

class DissolveInput {
  /** The company that takes over all that is open. */
  @IsOptional() @RecordOf(() => Company) reassignTo?: string;
  /** Calls off all that is open. */
  @IsOptional() @Equals(true) cancel?: true;
  /** Why it is called off, which is kept with it. */
  @IsOptional() @IsString() @Length(1, 500) reason?: string;
}

/** What the usual way of deleting a company cannot say. */
@Controller('sales/companies')
@InOrganization()
export class CompaniesController {
  constructor(
    private readonly registry: Registry,
    private readonly read: ReadDoor,
    private readonly write: WriteDoor,
    private readonly tenancy: Tenancy,
    private readonly ties: CompanyTies,
  ) {}

  @Post(':id/dissolve')
  @HttpCode(204)
  @ApiOperation({ summary: 'Delete a company and say what becomes of its open business', description: 'Open deals, unpaid quotes and the like go to another company or are called off, all in one transaction with the deletion.' })
  @ApiParam({ name: 'id', description: 'The id of the company.', schema: { type: 'string', format: 'uuid', maxLength: 36 } })
  @ApiExtension('x-permission', { resource: 'company', action: 'delete' })
  @ApiResponse({ status: 204, description: 'It is deleted.' })
  async dissolve(@Param('id') id: string, @Body() { reassignTo, cancel, reason = 'The company was deleted.' }: DissolveInput): Promise<void> {
    const noun = this.registry.of(Company);
    const { _links } = JSON.parse((await this.read.get(noun, id, { fields: 'id' })).json) as { _links: { delete?: object } };
    if (!_links.delete) throw new Forbidden('Your role does not allow you to delete this company.');
    if ((reassignTo === undefined) === (cancel === undefined)) throw new Invalid([{ at: 'reassignTo', rule: 'one', say: 'Name a company that takes over, or call everything off: one of both.' }]);
    if (reassignTo === id) throw new Invalid([{ at: 'reassignTo', rule: 'other', say: 'Name another company.' }]);
    if (reassignTo) await this.read.get(noun, reassignTo, { fields: 'id' });
    await this.tenancy.transaction(async () => {
      for (const tie of this.ties.all) await (reassignTo ? tie.reassign(id, reassignTo) : tie.cancel(id, reason)).catch(explained(tie));
      await this.write.delete(noun, id);
    });
  }
}

/** All of it is to be dealt with, also what the actor may not change or not even read. */
function explained({ say: [, many] }: CompanyTie) {
  return (error: unknown): never => {
    throw error instanceof NotFound || error instanceof Forbidden ? new Forbidden(`Not all ${many} of this company are yours to change. Ask somebody who may change them.`) : error;
  };
}
