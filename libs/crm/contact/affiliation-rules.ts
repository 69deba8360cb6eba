import { Injectable } from '@nestjs/common';
import { Before, type Change } from '#kernel/pipeline/hooks.js';
import { Affiliation } from './affiliation.js';

@Injectable()
export class AffiliationRules {
  @Before(Affiliation)
  endAfterBeginning(changes: Change[]): void {
    for (const { after, complain } of changes) if (after?.since && after.until && (after.until as string) < (after.since as string)) complain('until', 'order', 'Must not be before its first day.');
  }
}
