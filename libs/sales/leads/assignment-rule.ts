import { Flag } from '#kernel/field/boolean.js';
import { Choice } from '#kernel/field/choice.js';
import { decorator } from '#kernel/field/declare.js';
import type { FieldType, Json } from '#kernel/field/field.js';
import { json } from '#kernel/field/json.js';
import { Num } from '#kernel/field/number.js';
import { BelongsTo, type Id } from '#kernel/field/reference.js';
import { Text } from '#kernel/field/text.js';
import { Resource } from '#kernel/resource/declaration.js';
import { grants } from '#kernel/resource/grants.js';
import { TenantRow } from '#kernel/resource/tenant-row.js';
import { isUuid } from '#kernel/tenancy/uuid.js';
import { Team } from '#platform/identity/team.js';
import { LeadCondition } from './condition-field.js';

const MOST_MEMBERS = 200;

const memberList: FieldType = {
  ...(json as FieldType),
  accept(value, _field, complain) {
    const isList = Array.isArray(value) && value.length <= MOST_MEMBERS && value.every(isUuid) && new Set(value).size === value.length;
    return isList ? { '': JSON.stringify(value) } : complain('members', `Must be a list of at most ${MOST_MEMBERS} different ids of members.`);
  },
  unstored: ({ '': text }) => JSON.parse(text as string) as Json,
  schema: () => ({ type: 'array', maxItems: MOST_MEMBERS, items: { type: 'string', format: 'uuid' } }),
  example: (_field, seed) => [`01934f5e-0000-7000-8000-${seed.toString(16).padStart(12, '0')}`],
  widget: () => ({ widget: 'members' }),
};

const Members = decorator<Json, object>(memberList);

export const WAYS = { turns: { label: 'In turn' }, load: { label: 'Whoever has the least to do' } } as const;

/** Who is given new leads that nobody has. The first rule whose condition holds, and that finds somebody, decides. */
@Resource({ module: 'sales', label: 'Assignment rule', plural: 'assignment-rules', title: 'name', icon: 'shuffle', place: 'settings' })
export class AssignmentRule extends TenantRow {
  @Text({ required: true, max: 120, personal: 'none', search: 'A', list: 1 }) name!: string;
  @Num({ integer: true, required: true, default: 100, min: 0, max: 10_000, list: 2 }) position!: number;
  @Flag({ required: true, default: true, list: 3 }) active!: boolean;
  @LeadCondition({ personal: 'none', label: 'Condition', help: 'For which leads; for all, if it is empty.' }) where!: Json;
  @BelongsTo(() => Team, { onDelete: 'detach', list: 4, help: 'Everybody in it, unless members are named.' }) teamId!: Id | null;
  @Members({ personal: 'none', help: 'In the order of their turns.' }) members!: Json;
  @Choice(WAYS, { required: true, default: 'turns', list: 5, label: 'Way' }) way!: keyof typeof WAYS;
  @Num({ integer: true, min: 1, max: 100_000, help: 'Who has so many open leads is given no more.' }) capacity!: number | null;
}

grants(AssignmentRule, {
  'sales-manager': { read: 'all', create: true, update: 'all', delete: 'all' },
  'sales-rep': { read: 'all' },
  marketing: { read: 'all' },
});
