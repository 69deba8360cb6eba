import { BelongsTo, type Id } from '#kernel/field/reference.js';
import { Text } from '#kernel/field/text.js';
import { Resource } from '#kernel/resource/declaration.js';
import { grants, grantsNobody } from '#kernel/resource/grants.js';
import { TenantRow } from '#kernel/resource/tenant-row.js';
import { Member } from './member.js';

/** Teams form a tree: the reach `tree` of a right covers a team and all below it. */
@Resource({ module: 'identity', label: 'Team', plural: 'teams', title: 'name', icon: 'users', place: 'settings' })
export class Team extends TenantRow {
  @Text({ required: true, max: 120, personal: 'none', search: 'A', list: 1, unique: 'live' }) name!: string;
  @BelongsTo(() => Team) parentId!: Id | null;
}

@Resource({ module: 'identity', label: 'Team member', plural: 'team-members', title: 'memberId', icon: 'user-plus', place: 'beside' })
export class TeamMember extends TenantRow {
  @BelongsTo(() => Team, { required: true, onDelete: 'cascade', list: 1 }) teamId!: Id;
  @BelongsTo(() => Member, { required: true, onDelete: 'cascade', list: 2 }) memberId!: Id;
}

const colleagues = { read: 'all' } as const;

grants(Team, {
  'sales-manager': colleagues,
  'sales-rep': colleagues,
  marketing: colleagues,
  'support-manager': colleagues,
  'support-agent': colleagues,
});

grantsNobody(TeamMember);
