import { Flag } from '#kernel/field/boolean.js';
import { Owner } from '#kernel/field/owner.js';
import type { Id } from '#kernel/field/reference.js';
import { RichText } from '#kernel/field/rich-text.js';
import { Text } from '#kernel/field/text.js';
import { Resource } from '#kernel/resource/declaration.js';
import { grants } from '#kernel/resource/grants.js';
import { TenantRow } from '#kernel/resource/tenant-row.js';
import { AnyRecord } from '#platform/about/any-record.js';
import { Member } from '#platform/identity/member.js';

/** What somebody wrote down at a record. Whoever may read that record reads its notes; whoever is mentioned and may read it is told. */
@Resource({ module: 'sales', label: 'Note', plural: 'notes', title: 'excerpt', icon: 'sticky-note', place: 'beside' })
export class Note extends TenantRow {
  @Text({ max: 160, personal: true, readOnly: true, list: 1, label: 'Note' }) excerpt!: string | null;
  @RichText({ required: true, max: 50_000, personal: true, search: 'B' }) body!: string;
  @Flag({ required: true, default: false, list: 2 }) pinned!: boolean;
  @Text({ required: true, max: 60, personal: 'none', label: 'About', help: 'The noun of the record that it stands at, such as contact.' }) subject!: string;
  @AnyRecord({ required: true, nounIn: 'subject', seenWith: true, list: 3, label: 'Record' }) recordId!: Id;
  @Owner(() => Member, { list: 4, label: 'Author' }) ownerId!: Id | null;
}

const writers = { read: 'all', create: 'own', update: 'own', delete: 'own' } as const;

grants(Note, {
  'sales-rep': writers,
  'sales-manager': { ...writers, update: 'all', delete: 'all', export: true },
  marketing: writers,
  'support-manager': writers,
  'support-agent': writers,
});
