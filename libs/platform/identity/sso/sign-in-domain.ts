import { Domain } from '#kernel/field/domain.js';
import { Moment, type Instant } from '#kernel/field/moment.js';
import { BelongsTo, type Id } from '#kernel/field/reference.js';
import { Text } from '#kernel/field/text.js';
import { Resource } from '#kernel/resource/declaration.js';
import { grantsNobody } from '#kernel/resource/grants.js';
import { TenantRow } from '#kernel/resource/tenant-row.js';
import { IdentityProvider } from './identity-provider.js';

/** A domain whose addresses sign in with a provider, once a text in its DNS has shown that it is the organisation's own. */
@Resource({ module: 'identity', label: 'Sign-in domain', plural: 'sign-in-domains', title: 'name', icon: 'at-sign', place: 'settings' })
export class SignInDomain extends TenantRow {
  @Domain({ required: true, personal: 'none', list: 1, unique: 'live' }) name!: string;
  @BelongsTo(() => IdentityProvider, { required: true, onDelete: 'cascade', list: 2 }) providerId!: Id;
  @Text({ readOnly: true, max: 120, personal: 'none', help: 'Put it into the DNS as a TXT record at _tessera-sign-in below the domain, then have it verified.' }) proof!: string;
  @Moment({ readOnly: true, list: 3 }) verifiedAt!: Instant | null;
}

grantsNobody(SignInDomain);
