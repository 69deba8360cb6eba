import { Injectable } from '@nestjs/common';
import { ReadDoor } from '#kernel/pipeline/read.js';
import { Registry } from '#kernel/resource/registry.js';
import { currentOrganizationId } from '#kernel/tenancy/scope.js';
import { Tenancy } from '#kernel/tenancy/tenancy.js';
import { mustBeChangeable } from './changeable.js';
import { deliveriesOf, type Try } from './delivery.query.js';
import { WebhookSubscription } from './webhook-subscription.js';

export interface LoggedDelivery {
  id: string;
  type: string;
  noun: string | null;
  recordId: string | null;
  state: string;
  attempts: number;
  happenedAt: Date;
  nextAt: Date | null;
  endedAt: Date | null;
  tries: Try[];
}

export interface LogPage {
  data: LoggedDelivery[];
  page: { next: string | null };
}

const PAGE = 50;

/** What was sent to a target and how it took it, newest first, for whoever may change the subscription: what a target answers is not for everybody. */
@Injectable()
export class DeliveryLog {
  constructor(
    private readonly read: ReadDoor,
    private readonly registry: Registry,
    private readonly tenancy: Tenancy,
  ) {}

  async page(subscriptionId: string, after: string | undefined, state: string | undefined): Promise<LogPage> {
    await mustBeChangeable(this.read, this.registry.of(WebhookSubscription), subscriptionId);
    const rows = await this.tenancy.read<LoggedDelivery>(deliveriesOf(currentOrganizationId(), subscriptionId, after ?? null, state ?? null, PAGE + 1));
    const data = rows.slice(0, PAGE);
    return { data, page: { next: rows.length > PAGE ? data.at(-1)!.id : null } };
  }
}
