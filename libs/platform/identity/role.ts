import type { Json } from '#kernel/field/field.js';
import { JsonField } from '#kernel/field/json.js';
import { BelongsTo, type Id } from '#kernel/field/reference.js';
import { Text } from '#kernel/field/text.js';
import { Resource } from '#kernel/resource/declaration.js';
import { grantsNobody } from '#kernel/resource/grants.js';
import { TenantRow } from '#kernel/resource/tenant-row.js';
import { Rights } from '#platform/access/rights-field.js';
import { Member } from './member.js';

/** What a role may do is data of the organisation: seeded from the grants beside each noun, edited by its administrators. */
@Resource({ module: 'identity', label: 'Role', plural: 'roles', title: 'name', icon: 'shield', place: 'settings' })
export class Role extends TenantRow {
  @Text({ readOnly: true, max: 60, personal: 'none', list: 1, unique: 'live' }) /** Made from the name, and stays when that changes. */
  key!: string;
  @Text({ required: true, max: 120, personal: 'none', search: 'A', list: 2 }) name!: string;
  @Text({ max: 500, personal: 'none' }) description!: string | null;
  @Rights({ required: true, personal: 'none' }) /** A list of Right. */
  rights!: Json;
  /** Nouns whose rights the template has given once: what an administrator then takes away is never given again. */
  @JsonField({ personal: 'none', readOnly: true }) given!: Json;
}

/** That nobody grants what they lack is seen to by the rules of access, whichever door it comes through. */
@Resource({ module: 'identity', label: 'Role of a member', plural: 'member-roles', title: 'memberId', icon: 'shield-check', place: 'beside' })
export class MemberRole extends TenantRow {
  @BelongsTo(() => Member, { required: true, onDelete: 'cascade', list: 1 }) memberId!: Id;
  @BelongsTo(() => Role, { required: true, list: 2 }) roleId!: Id;
}

grantsNobody(Role);
grantsNobody(MemberRole);
