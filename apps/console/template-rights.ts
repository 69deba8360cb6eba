import type { RoleRights } from './explain/permissions.js';
import type { Registry } from '#kernel/resource/registry.js';
import { ROLE_TEMPLATES, rightsOfTemplate } from '#platform/identity/role-templates.js';

/** The rights of every role, as an organisation begins. */
export function templateRights(registry: Registry): RoleRights {
  return Object.fromEntries(Object.keys(ROLE_TEMPLATES).map((role) => [role, rightsOfTemplate(role, registry)]));
}
