import { Injectable } from '@nestjs/common';
import { Before, type Change } from '#kernel/pipeline/hooks.js';
import { Visit } from './visit.js';

@Injectable()
export class VisitRules {
  @Before(Visit)
  closeWithReport(changes: Change[]): void {
    for (const { after, complain } of changes)
      if (after?.course === 'closed' && !after.report) complain('report', 'report', 'Say what came of the visit before you close it.');
  }
}
