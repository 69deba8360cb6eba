import type { Json } from '#kernel/field/field.js';
import { JsonField } from '#kernel/field/json.js';
import { BelongsTo, type Id } from '#kernel/field/reference.js';
import { Text } from '#kernel/field/text.js';
import { Resource } from '#kernel/resource/declaration.js';
import { grantsNobody } from '#kernel/resource/grants.js';
import { TenantRow } from '#kernel/resource/tenant-row.js';
import { Member } from './member.js';

/** What a role may do is data of the organisation: seeded from the grants beside each noun, edited by its administrators. */
@Resource({ module: 'identity', label: 'Role', plural: 'roles', title: 'name', icon: 'shield', http: false })
export class Role extends TenantRow {
  @Text({ required: true, max: 60, personal: 'none', list: 1, unique: 'live' }) key!: string;
  @Text({ required: true, max: 120, personal: 'none', search: 'A', list: 2 }) name!: string;
  @JsonField({ required: true, personal: 'none' }) /** A list of Right. */
  rights!: Json;
  /** Nouns whose rights the template has given once: what an administrator then takes away is never given again. */
  @JsonField({ personal: 'none', readOnly: true }) given!: Json;
}

/** Given out through identity alone, which sees to it that nobody grants what they lack. */
@Resource({ module: 'identity', label: 'Role of a member', plural: 'member-roles', title: 'memberId', icon: 'shield-check', http: false })
export class MemberRole extends TenantRow {
  @BelongsTo(() => Member, { required: true, onDelete: 'cascade' }) memberId!: Id;
  @BelongsTo(() => Role, { required: true }) roleId!: Id;
}

grantsNobody(Role);
grantsNobody(MemberRole);
