import type { Json } from '#kernel/field/field.js';
import { Moment, type Instant } from '#kernel/field/moment.js';
import { Owner } from '#kernel/field/owner.js';
import { BelongsTo, type Id } from '#kernel/field/reference.js';
import { Text } from '#kernel/field/text.js';
import { Resource } from '#kernel/resource/declaration.js';
import { grantsNobody } from '#kernel/resource/grants.js';
import { TenantRow } from '#kernel/resource/tenant-row.js';
import { Member } from '../member.js';
import { Role } from '../role.js';
import { Digest, Networks, Scopes } from './key-fields.js';

/**
 * A program that works for a member under its own name. It may do what its role allows, within its scopes, and never more
 * than the member may at that moment: their records are "its own", what it makes is theirs, and it ends with their membership.
 * Its secret is drawn apart from it, and shown once.
 */
@Resource({ module: 'identity', label: 'API key', plural: 'api-keys', title: 'name', icon: 'key', place: 'settings' })
export class ApiKey extends TenantRow {
  @Text({ required: true, max: 120, personal: 'none', list: 1 }) name!: string;
  @BelongsTo(() => Role, { required: true, list: 2 }) roleId!: Id;
  @Scopes({ personal: 'none', help: 'What it may be used for within its role; empty for all of it but exports, which must be named.' }) scopes!: Json;
  @Networks({ personal: 'none', help: 'From where it may be used; empty for anywhere.' }) allowedAddresses!: Json;
  @Moment({ list: 3 }) expiresAt!: Instant | null;
  @Owner(() => Member, { readOnly: true, label: 'Works for', list: 4 }) ownerId!: Id | null;
  @Text({ readOnly: true, max: 40, personal: 'none', unique: 'live' }) prefix!: string | null;
  @Moment({ readOnly: true }) issuedAt!: Instant | null;
  @Moment({ readOnly: true }) lastUsedAt!: Instant | null;
  @Moment({ readOnly: true, label: 'Former secret until' }) formerUntil!: Instant | null;
  @Digest({ readOnly: true }) digest!: { set: true } | null;
  @Digest({ readOnly: true }) formerDigest!: { set: true } | null;
}

grantsNobody(ApiKey);
