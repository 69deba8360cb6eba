import { Choice } from '#kernel/field/choice.js';
import { Email } from '#kernel/field/email.js';
import { LongText } from '#kernel/field/long-text.js';
import { Resource } from '#kernel/resource/declaration.js';
import { grantsNobody } from '#kernel/resource/grants.js';
import { TenantRow } from '#kernel/resource/tenant-row.js';

export const SUPPRESSED_BECAUSE = {
  bounced: { label: 'There is no such address', pill: 'red' },
  complained: { label: 'Complained', pill: 'red' },
  unsubscribed: { label: 'Unsubscribed', pill: 'amber' },
  decided: { label: 'Decided here', pill: 'grey' },
} as const;
export type SuppressedBecause = keyof typeof SUPPRESSED_BECAUSE;

/** An address that the organisation does not write to any more. Where there is no such address nothing is sent; otherwise only what people need or asked for. */
@Resource({ module: 'mail', label: 'Suppressed address', plural: 'mail-suppressions', title: 'email', icon: 'mail-x', place: 'settings' })
export class MailSuppression extends TenantRow {
  @Email({ required: true, personal: true, unique: 'live', list: 1 }) email!: string;
  @Choice(SUPPRESSED_BECAUSE, { required: true, default: 'decided', list: 2 }) because!: SuppressedBecause;
  @LongText({ max: 1_000, personal: true }) note!: string | null;
}

grantsNobody(MailSuppression);
