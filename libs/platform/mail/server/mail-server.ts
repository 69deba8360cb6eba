import { Flag } from '#kernel/field/boolean.js';
import { Choice } from '#kernel/field/choice.js';
import { Email } from '#kernel/field/email.js';
import { LongText } from '#kernel/field/long-text.js';
import { Moment, type Instant } from '#kernel/field/moment.js';
import { Num } from '#kernel/field/number.js';
import { Secret } from '#kernel/field/secret.js';
import { Text } from '#kernel/field/text.js';
import { Resource } from '#kernel/resource/declaration.js';
import { grantsNobody } from '#kernel/resource/grants.js';
import { TenantRow } from '#kernel/resource/tenant-row.js';
import { factWords } from '#platform/audit/fact-words.js';

export const MAIL_SECURITY = { starttls: 'STARTTLS (mostly port 587)', tls: 'TLS from the start (mostly port 465)' } as const;
const HOST = /^[A-Za-z0-9]([A-Za-z0-9.-]{0,251}[A-Za-z0-9])?$/;
const plain = { personal: 'none' } as const;
const told = { readOnly: true, ...plain } as const;

factWords({
  'mailServer.tested': '{actor} sent a test mail',
  'mailServer.key-drawn': '{actor} drew a DKIM key',
  'mailServer.key-used': 'Mails are signed with the new DKIM key',
});

/**
 * Through which an organisation sends its mails, in its own name. One of them is in use at most; while there is one, nothing of
 * the organisation leaves by another way. Its DKIM keys are drawn here: the next one takes the place of the one in use when the
 * DNS has it.
 */
@Resource({ module: 'mail', label: 'Mail server', plural: 'mail-servers', title: 'host', icon: 'mail', place: 'settings' })
export class MailServer extends TenantRow {
  @Text({ required: true, max: 253, pattern: HOST, example: (seed) => `smtp-${seed}.example.com`, list: 1, ...plain, help: 'Such as smtp.example.com.' }) host!: string;
  @Num({ required: true, integer: true, min: 1, max: 65_535, default: 587 }) port!: number;
  @Choice(MAIL_SECURITY, { required: true, default: 'starttls' }) security!: keyof typeof MAIL_SECURITY;
  @Text({ max: 200, ...plain }) userName!: string | null;
  @Secret({ label: 'Password' }) credential!: Secret | null;
  @Email({ required: true, list: 2, ...plain, label: 'Sender address' }) senderAddress!: string;
  @Text({ required: true, max: 80, list: 3, ...plain }) senderName!: string;
  @Flag({ required: true, default: false, list: 4, label: 'In use', help: 'Send a test mail first. From then on all mails of the organisation leave through it.' }) active!: boolean;
  @Text({ max: 500, ...told, label: 'What it said last' }) answer!: string | null;
  @Moment({ readOnly: true }) answeredAt!: Instant | null;
  @Moment({ readOnly: true, list: 5, label: 'Takes nothing since' }) failingSince!: Instant | null;
  @Text({ max: 330, ...told, label: 'DKIM record' }) dkimName!: string | null;
  @LongText({ max: 2_000, ...told, label: 'Text of the DKIM record' }) dkimText!: string | null;
  @Secret({ readOnly: true, label: 'DKIM key' }) dkimSeal!: Secret | null;
  @Text({ max: 330, ...told, label: 'Next DKIM record', help: 'Publish it as a TXT record in the DNS of the domain, then use the key.' }) nextName!: string | null;
  @LongText({ max: 2_000, ...told, label: 'Text of the next DKIM record' }) nextText!: string | null;
  @Secret({ readOnly: true, label: 'Next DKIM key' }) nextSeal!: Secret | null;
  @Text({ max: 700, ...told, label: 'What the DNS said' }) dnsFinding!: string | null;
}

grantsNobody(MailServer);
