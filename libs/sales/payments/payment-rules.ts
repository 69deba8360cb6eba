import { Injectable } from '@nestjs/common';
import { Before, type Change } from '#kernel/pipeline/hooks.js';
import { contentChanged } from '../sheet/changes.js';
import { Payment } from './payment.js';

@Injectable()
export class PaymentRules {
  @Before(Payment)
  keepWhatIsRecorded(changes: Change[]): void {
    for (const change of changes) {
      const { kind, before, complain } = change;
      if (kind === 'create' || before!.state === 'entered') continue;
      if (kind === 'delete') complain('id', 'recorded', 'It has been recorded, and what was recorded is kept: reverse it instead.');
      else for (const field of contentChanged(change, new Set(['reference']))) complain(field, 'recorded', 'It has been recorded and stays as it is: reverse it, and enter another.');
    }
  }
}
