import { Injectable } from '@nestjs/common';
import { After, Before, type Change } from '#kernel/pipeline/hooks.js';
import { Nouns } from '#kernel/resource/custom-fields.js';
import { currentOrganizationId, currentScope } from '#kernel/tenancy/scope.js';
import { Tenancy } from '#kernel/tenancy/tenancy.js';
import { Authority } from '#platform/access/authority.js';
import { Member } from '#platform/identity/member.js';
import { unknownEvents } from './event-names.js';
import { pauseThoseOf } from './subscription.query.js';
import { WebhookSubscription } from './webhook-subscription.js';

const DRAWN = ['issuedAt', 'formerUntil', 'seal', 'formerSeal'];
/** Whoever decides one of these answers for what is sent from then on. */
const DECISIVE = ['url', 'events', 'active'];

/** S43: data leaves by a webhook as by an export, so whoever directs one proves who they are, and it does what they may themselves. */
@Injectable()
export class SubscriptionRules {
  constructor(
    private readonly authority: Authority,
    private readonly nouns: Nouns,
    private readonly tenancy: Tenancy,
  ) {}

  @Before(WebhookSubscription)
  async check(changes: Change[]): Promise<void> {
    const acting = await this.authority.acting();
    await this.authority.mustHaveProved();
    for (const { kind, before, after, set, complain } of changes) {
      if (kind === 'delete' || !after) continue;
      if (kind === 'restore') for (const name of DRAWN) set(name, null);
      const events = listIn(after.events);
      if (events.length === 0) complain('events', 'required', 'Name at least one event, or * for all.');
      for (const say of unknownEvents(events, await this.nouns.here())) complain('events', 'unknown', say);
      const decided = kind !== 'update' || DECISIVE.some((name) => JSON.stringify(listedIn(before![name])) !== JSON.stringify(listedIn(after[name])));
      if (acting && decided) set('ownerId', acting.memberId);
      if (after.active && after.pausedBecause) set('pausedBecause', null);
    }
  }

  @After(Member)
  async pauseWithMember(changes: Change[]): Promise<void> {
    const gone = changes.filter(({ kind, before, after }) => kind === 'delete' || (kind === 'update' && before!.status === 'active' && after!.status !== 'active')).map(({ before }) => before!.id as string);
    if (gone.length > 0) await this.tenancy.write(pauseThoseOf(currentOrganizationId(), gone, currentScope().clock.now()));
  }
}

/** On its way in, JSON is still the text that will be stored. */
function listedIn(value: unknown): unknown {
  return typeof value === 'string' && value.startsWith('[') ? (JSON.parse(value) as unknown) : value;
}

function listIn(value: unknown): string[] {
  return (listedIn(value) ?? []) as string[];
}
