import { Injectable } from '@nestjs/common';
import { ActDoor } from '#kernel/pipeline/act.js';
import { WriteDoor } from '#kernel/pipeline/write.js';
import { Registry } from '#kernel/resource/registry.js';
import { currentOrganizationId } from '#kernel/tenancy/scope.js';
import { Tenancy } from '#kernel/tenancy/tenancy.js';
import type { CompanyTie } from '#crm/company/company-ties.js';
import { handOver } from './handing-over.js';
import { openSheetsOf } from './sheet.query.js';
import type { SheetKind } from './sheets.js';

/** Documents that are not done with keep the company that they are made out to. */
@Injectable()
export abstract class SheetTie implements CompanyTie {
  abstract readonly noun: string;
  abstract readonly say: CompanyTie['say'];
  protected abstract readonly kind: SheetKind;
  protected abstract readonly states: readonly string[];

  constructor(
    private readonly tenancy: Tenancy,
    protected readonly registry: Registry,
    protected readonly write: WriteDoor,
    protected readonly acts: ActDoor,
  ) {}

  async open(companyId: string): Promise<string[]> {
    return (await this.openOnes(companyId)).map(({ id }) => id);
  }

  async reassign(companyId: string, toCompanyId: string): Promise<void> {
    for (const id of await this.open(companyId)) await handOver(() => this.write.update(this.registry.of(this.kind.noun), id, { companyId: toCompanyId }));
  }

  async cancel(companyId: string, reason: string): Promise<void> {
    for (const { id, state } of await this.openOnes(companyId)) await this.callOff(id, state, reason);
  }

  protected abstract callOff(id: string, state: string, reason: string): Promise<unknown>;

  private openOnes(companyId: string): Promise<{ id: string; state: string }[]> {
    return this.tenancy.read(openSheetsOf(currentOrganizationId(), this.kind, companyId, this.states));
  }
}
