import { FeatureModule } from '#platform/modules/feature-module.js';
import { Authority } from './authority.js';
import { MemberRules } from './member-rules.js';
import { RoleRules } from './role-rules.js';

/** Who may do what, and who decides it. */
@FeatureModule({ platform: 'access', providers: [Authority, RoleRules, MemberRules], exports: [Authority] })
export class AccessModule {}
