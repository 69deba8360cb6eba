import { Choice } from '#kernel/field/choice.js';
import type { Json } from '#kernel/field/field.js';
import { LongText } from '#kernel/field/long-text.js';
import { Moment } from '#kernel/field/moment.js';
import { Num } from '#kernel/field/number.js';
import { Owner } from '#kernel/field/owner.js';
import { BelongsTo, type Id } from '#kernel/field/reference.js';
import { Text } from '#kernel/field/text.js';
import { Resource } from '#kernel/resource/declaration.js';
import { grants, grantsNobody } from '#kernel/resource/grants.js';
import { TenantRow } from '#kernel/resource/tenant-row.js';
import { factWords } from '#platform/audit/fact-words.js';
import { Member } from '#platform/identity/member.js';
import { GraphField } from './graph-field.js';

export const WORKFLOW_STATE = {
  draft: { label: 'Draft', pill: 'grey' },
  on: { label: 'On', pill: 'green' },
  off: { label: 'Off', pill: 'amber' },
} as const;

factWords({
  'workflow.published': '{actor} published the workflow',
  'workflow.switched-on': '{actor} switched the workflow on',
  'workflow.switched-off': '{actor} switched the workflow off',
  'workflow.started': '{actor} started the workflow',
  'workflow.orphaned': 'The workflow was switched off: nobody answers for it any more',
  'workflow.run-stopped': '{actor} stopped a run of the workflow',
  'workflow.run-replayed': '{actor} took up a run of the workflow again',
});

/** What an organisation wants done by itself. `graph` is what is being drawn; what runs is the version that was published last. */
@Resource({ module: 'automation', label: 'Workflow', plural: 'workflows', title: 'name', icon: 'workflow' })
export class Workflow extends TenantRow {
  @Text({ required: true, max: 120, personal: 'none', search: 'A', list: 1 }) name!: string;
  @LongText({ max: 2_000, personal: 'none' }) description!: string | null;
  @Choice(WORKFLOW_STATE, { required: true, readOnly: true, default: 'draft', list: 2 }) state!: keyof typeof WORKFLOW_STATE;
  /** May hold addresses and headers of other systems, so it is shown only to those who draw. */
  @GraphField({ required: true, fields: 'drawing' }) graph!: Json;
  @Owner(() => Member) ownerId!: Id | null;
  @BelongsTo(() => WorkflowVersion, { readOnly: true, label: 'Published version' }) versionId!: Id | null;
  /** Whoever published it: a run may do what this member may do at that moment, and nothing else. */
  @BelongsTo(() => Member, { readOnly: true, label: 'Runs as', help: 'A run may do what this member may do at that moment.' }) runsAsId!: Id | null;
  @Moment({ readOnly: true, label: 'On since' }) onSince!: string | null;
  @Text({ readOnly: true, max: 300, personal: 'none', label: 'Switched off because' }) offBecause!: string | null;
}

/** Published once and never changed: runs finish on the version that they began with. */
@Resource({ module: 'automation', label: 'Version of a workflow', plural: 'workflow-versions', title: 'number', icon: 'history', http: false })
export class WorkflowVersion extends TenantRow {
  @BelongsTo(() => Workflow, { required: true, readOnly: true, onDelete: 'cascade' }) workflowId!: Id;
  @Num({ required: true, readOnly: true, integer: true, min: 1, max: 1_000_000, list: 1 }) number!: number;
  @GraphField({ required: true, readOnly: true, fields: 'drawing' }) graph!: Json;
  @BelongsTo(() => Member, { readOnly: true }) publishedById!: Id | null;
}

const groups = ['drawing'];
const draws = { read: { reach: 'all', groups }, create: { reach: 'all', groups }, update: { reach: 'own', groups }, delete: 'own', publish: 'own', 'switch-on': 'own', 'switch-off': 'own', start: 'all' } as const;

grants(Workflow, {
  'sales-manager': draws,
  marketing: draws,
  'support-manager': draws,
  'sales-rep': { read: 'all', start: 'all' },
  'support-agent': { read: 'all', start: 'all' },
});
grantsNobody(WorkflowVersion);
