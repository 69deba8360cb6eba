import { Injectable } from '@nestjs/common';
import { Before, type Change } from '#kernel/pipeline/hooks.js';
import { Absence } from './absence.js';

@Injectable()
export class AbsenceRules {
  @Before(Absence)
  endAfterTheBeginning(changes: Change[]): void {
    for (const { after, complain } of changes) if (after && (after.lastDay as string) < (after.firstDay as string)) complain('lastDay', 'order', 'Must not be before the first day.');
  }
}
