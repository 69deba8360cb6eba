import { Injectable } from '@nestjs/common';
import type { ResourceClass } from '#kernel/field/reference.js';
import { After, type Change } from '#kernel/pipeline/hooks.js';
import { Registry } from '#kernel/resource/registry.js';
import { currentOrganizationId, currentScope } from '#kernel/tenancy/scope.js';
import { Tenancy } from '#kernel/tenancy/tenancy.js';
import { Company } from '../company/company.js';
import { Contact } from '../contact/contact.js';
import { bringBack, linkAgain } from './restore.query.js';

/** Whoever takes a deletion back gets back all of it: what had let go of the record, and what went with it. */
@Injectable()
export class RestoreLinks {
  constructor(
    private readonly registry: Registry,
    private readonly tenancy: Tenancy,
  ) {}

  @After(Company, { restore: true })
  companies(changes: Change[]): Promise<void> {
    return this.restore(Company, changes);
  }

  @After(Contact, { restore: true })
  contacts(changes: Change[]): Promise<void> {
    return this.restore(Contact, changes);
  }

  private async restore(resourceClass: ResourceClass, changes: Change[]): Promise<void> {
    const noun = this.registry.of(resourceClass);
    for (const { after } of changes) {
      for (const { resource, field } of this.registry.referrers(noun)) {
        if (field.options.onDelete === 'restrict' || field.options.onDelete === 'keep') continue;
        const again = field.options.onDelete === 'detach' ? linkAgain : bringBack;
        await this.tenancy.write(again(currentOrganizationId(), noun.name, after!.id as string, resource, field, currentScope().clock.now()));
      }
    }
  }
}
