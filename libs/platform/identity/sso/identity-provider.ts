import { Flag } from '#kernel/field/boolean.js';
import type { Json } from '#kernel/field/field.js';
import { BelongsTo, type Id } from '#kernel/field/reference.js';
import { Secret } from '#kernel/field/secret.js';
import { Text } from '#kernel/field/text.js';
import { Resource } from '#kernel/resource/declaration.js';
import { grantsNobody } from '#kernel/resource/grants.js';
import { TenantRow } from '#kernel/resource/tenant-row.js';
import { Role } from '../role.js';
import { ProviderScopes } from './provider-fields.js';

/**
 * Where the people of an organisation sign in, outside of ours (OpenID Connect). It vouches for whoever has an address in a
 * domain that the organisation has verified, in this organisation and nowhere else.
 */
@Resource({ module: 'identity', label: 'Identity provider', plural: 'identity-providers', title: 'name', icon: 'log-in', place: 'settings' })
export class IdentityProvider extends TenantRow {
  @Text({ required: true, max: 80, personal: 'none', list: 1 }) name!: string;
  @Text({ required: true, max: 500, personal: 'none', pattern: /^https?:\/\/[^\s?#@]+$/, example: (seed) => `https://login.example-${seed}.com`, help: 'As the provider writes it; its configuration stands below it, at /.well-known/openid-configuration.' })
  issuer!: string;
  @Text({ required: true, max: 200, personal: 'none' }) clientId!: string;
  @Secret({ label: 'Client secret', help: 'Without one nobody can sign in.' }) credential!: Secret | null;
  @ProviderScopes({ personal: 'none', help: 'What is asked for beside openid; empty for email and profile.' }) scopes!: Json;
  @Text({ max: 120, personal: 'none', pattern: /^[A-Za-z0-9_.:/-]+$/, example: () => 'groups', help: 'The claim in which the provider names the groups of a person.' }) groupsClaim!: string | null;
  @BelongsTo(() => Role) /** Of whoever comes in and has a role by none of their groups; without one they are not let in. */
  defaultRoleId!: Id | null;
  @Flag({ required: true, default: false, label: 'Asks for a second factor', help: 'The provider asks everybody for a second factor, even if it does not say so of each sign-in.' }) asksFactor!: boolean;
  @Flag({ required: true, default: true, list: 2 }) enabled!: boolean;
}

/** Whoever is in a group of the provider has the role, for as long as they are. */
@Resource({ module: 'identity', label: 'Role of a group', plural: 'group-roles', title: 'name', icon: 'users', place: 'beside' })
export class GroupRole extends TenantRow {
  @BelongsTo(() => IdentityProvider, { required: true, onDelete: 'cascade', list: 1 }) providerId!: Id;
  @Text({ required: true, max: 200, personal: 'none', list: 2, label: 'Group' }) name!: string;
  @BelongsTo(() => Role, { required: true, list: 3 }) roleId!: Id;
}

grantsNobody(IdentityProvider);
grantsNobody(GroupRole);
