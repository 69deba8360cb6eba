import { Injectable } from '@nestjs/common';
import { currentOrganizationId, currentScope } from '#kernel/tenancy/scope.js';
import { Tenancy } from '#kernel/tenancy/tenancy.js';
import type { Ids, WorkKind } from './work-kind.js';
import { addWork, cancelWork, replayWork, type PlannedRow } from './work.query.js';

export interface Plan<A extends Ids = Ids> {
  kind: WorkKind<A>;
  /** Unique for the effect that is wanted: planned twice, it is done once. */
  effectKey: string;
  about: A;
  /** Now, if left out. */
  at?: Date;
  /** The member under whose rights it is done; the system, if left out. */
  as?: string | null;
}

/** Six parameters each; a statement may have 65,535. */
const MOST_AT_ONCE = 1_000;

/** Plans what has to be done later, in the transaction of the scope: it stands or falls with that. */
@Injectable()
export class Work {
  constructor(private readonly tenancy: Tenancy) {}

  /** The ids of what was not planned before. */
  async plan(plans: readonly Plan[]): Promise<string[]> {
    const { clock, requestId } = currentScope();
    const now = clock.now();
    const rows = plans.map(({ kind, effectKey, about, at = now, as = null }): PlannedRow => ({ queue: kind.queue, kind: kind.name, effectKey, about, actorId: as, at }));
    const ids: string[] = [];
    for (let from = 0; from < rows.length; from += MOST_AT_ONCE) {
      const added = await this.tenancy.write<{ id: string }>(addWork(currentOrganizationId(), rows.slice(from, from + MOST_AT_ONCE), requestId, now));
      ids.push(...added.map(({ id }) => id));
    }
    return ids;
  }

  /** False when it has ended already. What is running hears of it within seconds. */
  async cancel(id: string, why: string): Promise<boolean> {
    return (await this.tenancy.write(cancelWork(currentOrganizationId(), id, why, currentScope().clock.now()))).length > 0;
  }

  /** Only what is dead or was cancelled can be done again. */
  async replay(id: string): Promise<boolean> {
    return (await this.tenancy.write(replayWork(currentOrganizationId(), id, currentScope().clock.now()))).length > 0;
  }
}
