import { Flag } from '#kernel/field/boolean.js';
import { decorator } from '#kernel/field/declare.js';
import { secret, type Secret } from '#kernel/field/secret.js';
import { Text } from '#kernel/field/text.js';
import { Resource } from '#kernel/resource/declaration.js';
import { grantsNobody } from '#kernel/resource/grants.js';
import { TenantRow } from '#kernel/resource/tenant-row.js';

const KEY = /^(?:sk|rk)_(?:live|test)_[A-Za-z0-9]{10,240}$/;

/** Secret or restricted; the public one pays nobody. */
const StripeKey = decorator<Secret, object>({
  ...secret,
  accept: (value, field, complain) => (typeof value === 'string' && value !== '' && !KEY.test(value) ? complain('form', 'Must be a secret or restricted key of Stripe: sk_… or rk_….') : secret.accept(value, field, complain)),
  example: (_field, seed) => `sk_test_example00000${seed}`,
});

/** Where customers pay by link. Of several that are active, the newest one is used. */
@Resource({ module: 'sales', label: 'Stripe account', plural: 'stripe-accounts', title: 'name', icon: 'credit-card', place: 'settings' })
export class StripeAccount extends TenantRow {
  @Text({ required: true, max: 120, personal: 'none', list: 1 }) name!: string;
  @Flag({ required: true, default: true, list: 2 }) active!: boolean;
  @StripeKey({ personal: 'none', label: 'Key', help: 'A restricted key that may write payment links, or the secret key. It is never shown again.' }) seal!: Secret | null;
}

grantsNobody(StripeAccount);
