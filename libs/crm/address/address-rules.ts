import { Injectable } from '@nestjs/common';
import { After, Before, type Change } from '#kernel/pipeline/hooks.js';
import { currentOrganizationId, currentScope } from '#kernel/tenancy/scope.js';
import { Tenancy } from '#kernel/tenancy/tenancy.js';
import { Address } from './address.js';
import { belongToOne, isOfOne, whoseIs } from './belongs-to-one.js';
import { hasMainAddress, unsetMainAddress } from './points.query.js';

/** Of each kind, the first is the main one until somebody makes it another. */
@Injectable()
export class AddressRules {
  constructor(private readonly tenancy: Tenancy) {}

  @Before(Address)
  async keepOneMain(changes: Change[]): Promise<void> {
    const [organizationId, now] = [currentOrganizationId(), currentScope().clock.now()];
    for (const { kind, before, after, set, complain } of changes) {
      if (!after || !isOfOne(after)) continue;
      const is = after.kind as string;
      if (kind === 'update' && before!.isPrimary && !after.isPrimary) complain('isPrimary', 'main', 'Make another one the main address instead.');
      if (after.isPrimary) await this.tenancy.write(unsetMainAddress(organizationId, is, whoseIs(after), after.id as string, now));
      else if (kind === 'create' && (await this.tenancy.read(hasMainAddress(organizationId, is, whoseIs(after)))).length === 0) set('isPrimary', true);
    }
  }

  @After(Address)
  check(changes: Change[]): void {
    belongToOne(changes);
  }
}
