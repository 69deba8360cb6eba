import type { Id } from '#kernel/field/reference.js';
import { Text } from '#kernel/field/text.js';
import { Resource } from '#kernel/resource/declaration.js';
import { grantsNobody } from '#kernel/resource/grants.js';
import { TenantRow } from '#kernel/resource/tenant-row.js';
import { AnyRecord } from '#platform/about/any-record.js';

const plain = { personal: 'none' } as const;

/** Which record has taken the place of one that was merged into it. It goes along when that one is merged in turn. */
@Resource({ module: 'sales', label: 'Merged record', plural: 'merged-records', title: 'subject', icon: 'merge', http: false })
export class MergedRecord extends TenantRow {
  @Text({ required: true, max: 36, ...plain, unique: 'live', label: 'Former id' }) formerId!: Id;
  @Text({ required: true, max: 60, ...plain, label: 'About' }) subject!: string;
  @AnyRecord({ required: true, nounIn: 'subject', seenWith: true, list: 1, label: 'Record' }) recordId!: Id;
}

grantsNobody(MergedRecord);
