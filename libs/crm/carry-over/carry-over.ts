import { Injectable } from '@nestjs/common';
import { Nouns } from '#kernel/resource/custom-fields.js';
import { actorIdOf, currentOrganizationId, currentScope } from '#kernel/tenancy/scope.js';
import { Tenancy } from '#kernel/tenancy/tenancy.js';
import type { RecordRef } from '#platform/about/about.js';
import { hangingOf } from './hanging.js';
import { moveHanging } from './carry-over.query.js';

/** Takes along what hangs on one record when another takes its place: activities, notes, communications, consents, reminders and whatever else names it by `subject` and `recordId`. */
@Injectable()
export class CarryOver {
  constructor(
    private readonly nouns: Nouns,
    private readonly tenancy: Tenancy,
  ) {}

  /** Stands or falls with the transaction of the caller, who answers for both records being the actor's to change. How many went along, by noun. */
  async carry(from: RecordRef, to: RecordRef): Promise<{ [noun: string]: number }> {
    const { actor, clock } = currentScope();
    const moved: { [noun: string]: number } = {};
    await this.tenancy.transaction(async (transaction) => {
      for (const resource of (await this.nouns.here()).resources) {
        const hanging = hangingOf(resource);
        if (!hanging) continue;
        const rows = await transaction.query(moveHanging(currentOrganizationId(), resource, [hanging.subject, hanging.recordId], from, to, actorIdOf(actor), clock.now()));
        if (rows.length > 0) moved[resource.name] = rows.length;
      }
    });
    return moved;
  }
}
