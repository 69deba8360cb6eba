import { Choice } from '#kernel/field/choice.js';
import { Email } from '#kernel/field/email.js';
import { Moment } from '#kernel/field/moment.js';
import { BelongsTo, type Id } from '#kernel/field/reference.js';
import { Tags } from '#kernel/field/tags.js';
import { Text } from '#kernel/field/text.js';
import { Resource } from '#kernel/resource/declaration.js';
import { grantsNobody } from '#kernel/resource/grants.js';
import { TenantRow } from '#kernel/resource/tenant-row.js';
import { Member } from '#platform/identity/member.js';

export const INVITATION_STATUS = {
  pending: { label: 'Pending', pill: 'blue' },
  accepted: { label: 'Accepted', pill: 'green' },
  revoked: { label: 'Revoked', pill: 'grey' },
} as const;

const INVITATION_LANGUAGES = { en: 'English', de: 'Deutsch', ar: 'العربية' } as const;

/** Somebody is asked to become a member. What opens it is only in their mailbox; here is who was asked by whom, and what came of it. */
@Resource({ module: 'identity', label: 'Invitation', plural: 'invitations', title: 'email', icon: 'mail-plus', http: false })
export class Invitation extends TenantRow {
  @Email({ required: true, personal: true, list: 1 }) email!: string;
  /** Keys of roles; at least one, as the rules see to. */
  @Tags() roles!: string[];
  @Choice(INVITATION_LANGUAGES) language!: keyof typeof INVITATION_LANGUAGES | null;
  @Choice(INVITATION_STATUS, { required: true, readOnly: true, default: 'pending', list: 2 }) status!: keyof typeof INVITATION_STATUS;
  @Moment({ readOnly: true, list: 3 }) expiresAt!: string | null;
  @Moment({ readOnly: true }) acceptedAt!: string | null;
  @BelongsTo(() => Member, { readOnly: true }) memberId!: Id | null;
  /** The address while the invitation is pending, so that nobody is invited twice at a time. */
  @Text({ readOnly: true, max: 254, personal: true, unique: 'live' }) pendingFor!: string | null;
}

grantsNobody(Invitation);
