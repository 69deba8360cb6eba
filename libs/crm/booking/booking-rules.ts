import { Injectable } from '@nestjs/common';
import type { Row } from '#kernel/gate/predicate.js';
import { After, Before, type Change } from '#kernel/pipeline/hooks.js';
import { Conflict } from '#kernel/pipeline/problem.js';
import { currentOrganizationId, currentScope } from '#kernel/tenancy/scope.js';
import { Tenancy } from '#kernel/tenancy/tenancy.js';
import { Activity } from '../activity/activity.js';
import { Booking } from './booking.js';
import { isRetired, moveBookings, releaseBookings } from './booking.query.js';

const AN_HOUR = 3_600;

@Injectable()
export class BookingRules {
  constructor(private readonly tenancy: Tenancy) {}

  @Before(Booking)
  async check(changes: Change[]): Promise<void> {
    for (const { before, after, complain } of changes) {
      if (!after) continue;
      if (after.bookableId !== before?.bookableId && (await this.tenancy.read(isRetired(currentOrganizationId(), after.bookableId as string))).length > 0) complain('bookableId', 'bookable', 'Cannot be booked at the moment.');
      if (Date.parse(after.startsAt as string) >= Date.parse(after.endsAt as string)) complain('endsAt', 'order', 'Must be later than its beginning.');
    }
  }

  @After(Activity)
  async follow(changes: Change[]): Promise<void> {
    const [organizationId, now] = [currentOrganizationId(), currentScope().clock.now()];
    for (const { kind, before, after } of changes) {
      if (kind === 'create' || !before) continue;
      const span = after && spanOf(after);
      if (!after || after.state === 'cancelled' || !span) await this.tenancy.write(releaseBookings(organizationId, before.id as string, now));
      else if (JSON.stringify(spanOf(before)) !== JSON.stringify(span)) await this.tenancy.write(moveBookings(organizationId, before.id as string, new Date(span[0]), new Date(span[1]), now)).catch(taken);
    }
  }
}

function spanOf({ startsAt, duration }: Row): [number, number] | null {
  const at = (startsAt as { at: string } | null | undefined)?.at;
  return at ? [Date.parse(at), Date.parse(at) + ((duration as number | null) ?? AN_HOUR) * 1_000] : null;
}

function taken(error: unknown): never {
  if ((error as { code?: string }).code === '23P01') throw new Conflict('What is booked for it is taken at that time.', [{ at: 'startsAt', rule: 'overlap', say: 'Choose another time, or give up the booking first.' }]);
  throw error;
}
