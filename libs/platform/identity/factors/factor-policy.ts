import { Moment, type Instant } from '#kernel/field/moment.js';
import { Text } from '#kernel/field/text.js';
import { Resource } from '#kernel/resource/declaration.js';
import { grantsNobody } from '#kernel/resource/grants.js';
import { TenantRow } from '#kernel/resource/tenant-row.js';

/** From when on the members with a role need a second factor to work in the organisation: the time until then is for setting one up. */
@Resource({ module: 'identity', label: 'Second factor policy', plural: 'factor-policies', title: 'role', icon: 'shield-check', place: 'settings' })
export class FactorPolicy extends TenantRow {
  /** The key of a role; empty means every member. */
  @Text({ max: 60, personal: 'none', list: 1, unique: 'live' }) role!: string | null;
  @Moment({ required: true, list: 2 }) demandedFrom!: Instant;
}

// Owners and administrators may, as they may everything.
grantsNobody(FactorPolicy);
