import { Flag } from '#kernel/field/boolean.js';
import { LongText } from '#kernel/field/long-text.js';
import { Num } from '#kernel/field/number.js';
import { Text } from '#kernel/field/text.js';
import { Resource } from '#kernel/resource/declaration.js';
import { grants } from '#kernel/resource/grants.js';
import { TenantRow } from '#kernel/resource/tenant-row.js';

/** A form on a website that strangers fill in, under /api/v1/forms/. */
@Resource({ module: 'sales', label: 'Lead form', plural: 'lead-forms', title: 'name', icon: 'clipboard-list', place: 'settings' })
export class LeadForm extends TenantRow {
  @Text({ required: true, max: 120, personal: 'none', search: 'A', list: 1 }) name!: string;
  @Flag({ required: true, default: true, list: 2 }) active!: boolean;
  @Text({ readOnly: true, max: 40, personal: 'none', unique: 'live', list: 3, label: 'Public key', help: 'The last part of its address, made for it. It is no secret.' }) publicKey!: string | null;
  @Text({ max: 80, personal: 'none', list: 4, help: 'Of leads that say nothing else.' }) source!: string | null;
  @Text({ max: 120, personal: 'none' }) campaign!: string | null;
  @LongText({ max: 10_000, personal: 'none', label: 'Consent text', help: 'What people agree to when they send the form; empty asks for nothing.' }) consentText!: string | null;
  @Num({ integer: true, readOnly: true, required: true, default: 1, label: 'Version of the consent text', help: 'Counts up with every change of the text.' }) consentVersion!: number;
  @Num({ integer: true, required: true, default: 2, min: 0, max: 60, label: 'Least seconds', help: 'Nobody fills it in faster than this.' }) leastSeconds!: number;
  @LongText({ max: 2_000, personal: 'none', label: 'Words of thanks' }) thanks!: string | null;
}

grants(LeadForm, {
  marketing: { read: 'all', create: true, update: 'all', delete: 'all' },
  'sales-manager': { read: 'all', create: true, update: 'all', delete: 'all' },
  'sales-rep': { read: 'all' },
});
