import { Choice } from '#kernel/field/choice.js';
import type { Json } from '#kernel/field/field.js';
import { Flag } from '#kernel/field/boolean.js';
import { Moment, type Instant } from '#kernel/field/moment.js';
import { Owner } from '#kernel/field/owner.js';
import { BelongsTo, type Id } from '#kernel/field/reference.js';
import { Text } from '#kernel/field/text.js';
import { Resource } from '#kernel/resource/declaration.js';
import { grantsNobody } from '#kernel/resource/grants.js';
import { TenantRow } from '#kernel/resource/tenant-row.js';
import { Digest } from '../keys/key-fields.js';
import { Member } from '../member.js';
import { Role } from '../role.js';
import { ClientScopes, RedirectAddresses } from './client-fields.js';

export const CLIENT_KINDS = {
  confidential: { label: 'Web application with a server', pill: 'blue' },
  public: { label: 'Application in the browser', pill: 'teal' },
  native: { label: 'Application on a device', pill: 'violet' },
} as const;

/**
 * An application that members may let in (OAuth 2.0). Its tokens do what the member may, within their scopes. With a role it
 * may also act as itself, by its secret alone: within that role, and within what the member may who drew the secret.
 */
@Resource({ module: 'identity', label: 'OAuth client', plural: 'oauth-clients', title: 'name', icon: 'app-window', place: 'settings' })
export class OauthClient extends TenantRow {
  @Text({ required: true, max: 80, personal: 'none', list: 1 }) name!: string;
  @Choice(CLIENT_KINDS, { required: true, list: 2 }) kind!: keyof typeof CLIENT_KINDS;
  @RedirectAddresses({ personal: 'none', help: 'Where people come back to, letter for letter: https addresses; for applications on a device also http to its own loopback, on any port.' }) redirectUris!: Json;
  @ClientScopes({ personal: 'none', help: 'The most that it may ask for.' }) scopes!: Json;
  @BelongsTo(() => Role) /** As itself, without a person. */
  roleId!: Id | null;
  @Flag({ required: true, default: true, list: 3 }) enabled!: boolean;
  @Text({ readOnly: true, max: 60, personal: 'none', unique: 'live' }) clientId!: string;
  @Owner(() => Member, { readOnly: true, label: 'Secret drawn by', list: 4 }) ownerId!: Id | null;
  @Moment({ readOnly: true }) issuedAt!: Instant | null;
  @Digest({ readOnly: true }) digest!: { set: true } | null;
}

grantsNobody(OauthClient);
