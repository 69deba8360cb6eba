import { IdentityModule } from '#platform/identity/identity.module.js';
import { SessionsModule } from '#platform/identity/sessions/sessions.module.js';
import { FeatureModule } from '#platform/modules/feature-module.js';
import { Authority } from './authority.js';
import { KeyRules } from './key-rules.js';
import { KeySecrets } from './key-secrets.js';
import { KeysController } from './keys.controller.js';
import { MemberRules } from './member-rules.js';
import { Preview } from './preview.js';
import { QuestionsController } from './questions.controller.js';
import { RoleRules } from './role-rules.js';
import { RolesController } from './roles.controller.js';
import { Why } from './why.js';

/** Who may do what, and who decides it. */
@FeatureModule({ platform: 'access', imports: [IdentityModule, SessionsModule], controllers: [RolesController, QuestionsController, KeysController], providers: [Authority, RoleRules, MemberRules, KeyRules, KeySecrets, Why, Preview], exports: [Authority] })
export class AccessModule {}
