import { Moment, type Instant } from '#kernel/field/moment.js';
import { Owner } from '#kernel/field/owner.js';
import type { Id } from '#kernel/field/reference.js';
import { Secret } from '#kernel/field/secret.js';
import { Text } from '#kernel/field/text.js';
import { Resource } from '#kernel/resource/declaration.js';
import { grants } from '#kernel/resource/grants.js';
import { TenantRow } from '#kernel/resource/tenant-row.js';
import { Member } from '#platform/identity/member.js';

/** A way for somebody's calendar program to read their activities: an address that nobody guesses. Whoever deletes it closes it; another one can be drawn at any time. */
@Resource({ module: 'sales', label: 'Calendar feed', plural: 'calendar-feeds', title: 'name', icon: 'calendar-sync', place: 'settings' })
export class CalendarFeed extends TenantRow {
  @Text({ required: true, max: 80, personal: 'none', list: 1, help: 'Where it is read, such as Phone.' }) name!: string;
  @Moment({ readOnly: true, list: 2, label: 'Address drawn' }) issuedAt!: Instant | null;
  /** What is kept of its address; the address itself is shown once. */
  @Secret({ readOnly: true, label: 'Address' }) digest!: Secret | null;
  @Text({ max: 40, personal: 'none', readOnly: true, unique: 'live' }) prefix!: string | null;
  @Owner(() => Member, { required: true, list: 3 }) ownerId!: Id;
}

const mine = { read: 'own', create: 'own', update: 'own', delete: 'own' } as const;
grants(CalendarFeed, { 'sales-rep': mine, 'sales-manager': mine, marketing: mine, 'support-manager': mine, 'support-agent': mine });
