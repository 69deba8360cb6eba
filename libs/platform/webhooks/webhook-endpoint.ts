import { Flag } from '#kernel/field/boolean.js';
import { Choice } from '#kernel/field/choice.js';
import { decorator } from '#kernel/field/declare.js';
import { secret, type Secret } from '#kernel/field/secret.js';
import { Text } from '#kernel/field/text.js';
import { Resource } from '#kernel/resource/declaration.js';
import { grantsNobody } from '#kernel/resource/grants.js';
import { TenantRow } from '#kernel/resource/tenant-row.js';
import { isSigningSecret } from './signature.js';

export const SIGNATURE_SCHEMES = { standard: 'Standard Webhooks', stripe: 'Stripe' } as const;

/** One that either end has made; it begins with whsec_. */
const SigningSecret = decorator<Secret, object>({
  ...secret,
  accept: (value, field, complain) => (typeof value === 'string' && value !== '' && !isSigningSecret(value) ? complain('form', 'Must be whsec_ and at least 24 bytes in base64.') : secret.accept(value, field, complain)),
  example: (_field, seed) => `whsec_${Buffer.from(`example-secret-of-the-endpoint-${seed}`).toString('base64')}`,
});

/** Where somebody outside may tell us something, under /api/v1/hooks/. Without a secret nothing is taken. */
@Resource({ module: 'integration', label: 'Webhook endpoint', plural: 'webhook-endpoints', title: 'name', icon: 'webhook', place: 'settings' })
export class WebhookEndpoint extends TenantRow {
  @Text({ required: true, max: 120, personal: 'none', list: 1 }) name!: string;
  @Flag({ required: true, default: true, list: 2 }) active!: boolean;
  @Text({ readOnly: true, max: 40, personal: 'none', unique: 'live', help: 'The last part of its address.' }) address!: string | null;
  @Choice(SIGNATURE_SCHEMES, { required: true, default: 'standard', help: 'How whoever sends signs.' }) scheme!: keyof typeof SIGNATURE_SCHEMES;
  @SigningSecret({ personal: 'none', label: 'Secret', help: 'Begins with whsec_. Whoever sends signs with it; without one nothing is taken.' }) seal!: Secret | null;
}

grantsNobody(WebhookEndpoint);
