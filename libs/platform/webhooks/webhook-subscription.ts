import { Flag } from '#kernel/field/boolean.js';
import { Choice } from '#kernel/field/choice.js';
import type { Json } from '#kernel/field/field.js';
import { Moment, type Instant } from '#kernel/field/moment.js';
import { Owner } from '#kernel/field/owner.js';
import type { Id } from '#kernel/field/reference.js';
import { Secret } from '#kernel/field/secret.js';
import { Text } from '#kernel/field/text.js';
import { Url } from '#kernel/field/url.js';
import { Resource } from '#kernel/resource/declaration.js';
import { grantsNobody } from '#kernel/resource/grants.js';
import { TenantRow } from '#kernel/resource/tenant-row.js';
import { Member } from '#platform/identity/member.js';
import { EventNames } from './event-names.js';

/** Why the product itself has stopped sending. */
export const PAUSES = {
  owner: { label: 'The member it works for is no longer active', pill: 'amber' },
  gone: { label: 'The target said that it is gone', pill: 'red' },
  failing: { label: 'The target did not take anything for days', pill: 'red' },
} as const;

export type Pause = keyof typeof PAUSES;

/**
 * Somebody who wants to hear of what happens, at an address of theirs. It works for a member: what that one may not read is
 * not sent. Its secret, by which the target knows that we are the sender, is drawn apart from it, and shown once.
 */
@Resource({ module: 'integration', label: 'Webhook subscription', plural: 'webhook-subscriptions', title: 'url', icon: 'webhook', place: 'settings' })
export class WebhookSubscription extends TenantRow {
  @Url({ required: true, personal: 'none', list: 1 }) url!: string;
  @Text({ max: 200, personal: 'none' }) description!: string | null;
  @EventNames({ required: true, personal: 'none', help: 'What it wants to hear of: contact.created, contact.*, *.deleted, names of facts, or * for everything.' }) events!: Json;
  @Flag({ required: true, default: true, list: 2 }) active!: boolean;
  @Choice(PAUSES, { readOnly: true, label: 'Paused because', list: 3 }) pausedBecause!: Pause | null;
  @Owner(() => Member, { readOnly: true, label: 'Works for', list: 4 }) ownerId!: Id | null;
  @Moment({ readOnly: true }) issuedAt!: Instant | null;
  @Moment({ readOnly: true, label: 'Former secret until' }) formerUntil!: Instant | null;
  @Secret({ readOnly: true, label: 'Secret' }) seal!: Secret | null;
  @Secret({ readOnly: true, label: 'Former secret' }) formerSeal!: Secret | null;
}

grantsNobody(WebhookSubscription);
