import { Injectable } from '@nestjs/common';
import { Before, type Change } from '#kernel/pipeline/hooks.js';
import { currentOrganizationId } from '#kernel/tenancy/scope.js';
import { newPrefix } from '#platform/identity/keys/key-token.js';
import { LeadForm } from './lead-form.js';

@Injectable()
export class FormRules {
  /** What people agreed to is known by its version; the texts of all versions stand in the history of the form. */
  @Before(LeadForm)
  keepVersions(changes: Change[]): void {
    for (const { kind, before, after, set } of changes) {
      if (kind === 'create') set('publicKey', newPrefix(currentOrganizationId()));
      if (kind === 'update' && (before!.consentText ?? null) !== (after!.consentText ?? null)) set('consentVersion', (before!.consentVersion as number) + 1);
    }
  }
}
