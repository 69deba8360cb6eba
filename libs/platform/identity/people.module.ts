import { FeatureModule } from '#platform/modules/feature-module.js';
import { Member } from './member.js';
import { MemberRole, Role } from './role.js';
import { Team, TeamMember } from './team.js';

/** Who belongs to an organisation, in which teams, with which roles. */
@FeatureModule({ platform: 'identity', resources: [Member, Team, TeamMember, Role, MemberRole] })
export class PeopleModule {}
