import { FeatureModule } from '#platform/modules/feature-module.js';
import { FactorPolicy } from './factors/factor-policy.js';
import { ApiKey } from './keys/api-key.js';
import { Member } from './member.js';
import { OrganizationSetup } from './organization-setup.js';
import { Passwords } from './passwords.js';
import { MemberRole, Role } from './role.js';
import { Roles } from './roles.js';
import { SessionsModule } from './sessions/sessions.module.js';
import { Team, TeamMember } from './team.js';

/** Who belongs to an organisation, in which teams, with which roles. */
@FeatureModule({
  platform: 'identity',
  imports: [SessionsModule],
  resources: [Member, Team, TeamMember, Role, MemberRole, FactorPolicy, ApiKey],
  providers: [Passwords, Roles, OrganizationSetup],
  exports: [Passwords, Roles, OrganizationSetup],
})
export class PeopleModule {}
