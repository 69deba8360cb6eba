import { Choice } from '#kernel/field/choice.js';
import { Email } from '#kernel/field/email.js';
import { LongText } from '#kernel/field/long-text.js';
import { Moment, type Instant } from '#kernel/field/moment.js';
import type { Id } from '#kernel/field/reference.js';
import { Text } from '#kernel/field/text.js';
import { Resource } from '#kernel/resource/declaration.js';
import { grants } from '#kernel/resource/grants.js';
import { TenantRow } from '#kernel/resource/tenant-row.js';
import { AnyRecord } from '#platform/about/any-record.js';

export const CONSENT_CHANNELS = {
  mail: { label: 'E-mail' },
  phone: { label: 'Telephone' },
  message: { label: 'Text message' },
  letter: { label: 'Letter' },
} as const;

export const PURPOSES = {
  marketing: { label: 'Marketing' },
  sales: { label: 'Sales' },
  any: { label: 'Anything' },
} as const;

export const CONSENT_ANSWERS = {
  given: { label: 'Given', pill: 'green' },
  withdrawn: { label: 'Withdrawn', pill: 'red' },
} as const;

/** What somebody allowed or no longer allows, word for word. Nothing is changed here: whoever thinks again says so in a row of its own, and the last one counts. */
@Resource({ module: 'sales', label: 'Consent', plural: 'consents', title: 'purpose', icon: 'shield-check', place: 'beside' })
export class Consent extends TenantRow {
  @Choice(CONSENT_CHANNELS, { required: true, list: 1 }) channel!: keyof typeof CONSENT_CHANNELS;
  @Choice(PURPOSES, { required: true, list: 2 }) purpose!: keyof typeof PURPOSES;
  @Choice(CONSENT_ANSWERS, { required: true, list: 3 }) answer!: keyof typeof CONSENT_ANSWERS;
  @Moment({ list: 4, label: 'When', help: 'Now, if it is left out.' }) at!: Instant | null;
  @Text({ max: 120, personal: 'none', list: 5, help: 'Where it was said: a form, a call, a trade fair.' }) source!: string | null;
  @Text({ max: 60, personal: 'none', help: 'Which version of the text they agreed to.' }) textVersion!: string | null;
  @LongText({ max: 10_000, personal: 'none', help: 'The text that they agreed to.' }) wording!: string | null;
  @Email({ personal: true, list: 7, help: 'The address it is about; the main one of the person, if it is left out.' }) address!: string | null;
  @Text({ max: 500, personal: true, help: 'What shows that it was so, such as the number of a form.' }) proof!: string | null;
  @Text({ required: true, max: 60, personal: 'none', label: 'About', help: 'The noun of whoever said it, such as contact.' }) subject!: string;
  @AnyRecord({ required: true, nounIn: 'subject', seenWith: true, list: 6, label: 'Record' }) recordId!: Id;
}

const noted = { read: 'all', create: true } as const;
grants(Consent, { 'sales-rep': noted, 'sales-manager': { ...noted, export: true, import: true, bulk: true }, marketing: { ...noted, export: true }, 'support-manager': noted, 'support-agent': noted });
