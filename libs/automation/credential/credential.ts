import { decorator } from '#kernel/field/declare.js';
import type { Json } from '#kernel/field/field.js';
import { LongText } from '#kernel/field/long-text.js';
import { Secret } from '#kernel/field/secret.js';
import { Text } from '#kernel/field/text.js';
import { Resource } from '#kernel/resource/declaration.js';
import { grants } from '#kernel/resource/grants.js';
import { TenantRow } from '#kernel/resource/tenant-row.js';
import { listOf } from '#platform/identity/keys/key-fields.js';

const NAME = /^[A-Z][A-Z0-9_]{0,59}$/;
const HOST = /^[a-z0-9]([a-z0-9.-]{0,250}[a-z0-9])?(:\d{1,5})?$/;
const Hosts = decorator<Json, object>(listOf('hosts such as api.example.com or api.example.com:8443', 260, (text) => HOST.test(text), ['api.example.com', 'api.example.com:8443']));

/** By what another system knows the organisation. Workflows refer to it by its name; what it is goes to its hosts and nowhere else. */
@Resource({ module: 'automation', label: 'Credential', plural: 'credentials', title: 'name', icon: 'key-round', place: 'settings' })
export class Credential extends TenantRow {
  @Text({ required: true, max: 60, pattern: NAME, unique: 'live', example: (seed) => `SHOP_TOKEN_${seed}`, personal: 'none', list: 1, help: 'In capitals, such as SHOP_TOKEN. Steps that call an address name it as { "secret": "SHOP_TOKEN" }.' }) name!: string;
  @Secret({ label: 'Value' }) value!: Secret | null;
  @Hosts({ required: true, personal: 'none', help: 'Where it may be sent, one on each line.' }) hosts!: Json;
  @LongText({ max: 2_000, personal: 'none' }) description!: string | null;
}

grants(Credential, { 'sales-manager': { read: 'all' }, marketing: { read: 'all' }, 'support-manager': { read: 'all' } });
