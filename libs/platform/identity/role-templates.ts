import { rightOf, type Right } from '#kernel/resource/grants.js';
import type { Registry } from '#kernel/resource/registry.js';

const EVERYTHING: Right = { ...rightOf('*', '*', 'all'), groups: ['*'] };
const EVERYTHING_READ: Right = rightOf('*', 'read', 'all');

/** The roles that every organisation begins with. Their rights on each noun are the grants written beside it. */
export const ROLE_TEMPLATES: Record<string, { name: string; always: Right[] }> = {
  owner: { name: 'Owner', always: [EVERYTHING] },
  admin: { name: 'Administrator', always: [EVERYTHING] },
  'sales-manager': { name: 'Sales manager', always: [] },
  'sales-rep': { name: 'Sales representative', always: [] },
  marketing: { name: 'Marketing', always: [] },
  'support-manager': { name: 'Support manager', always: [] },
  'support-agent': { name: 'Support agent', always: [] },
  viewer: { name: 'Viewer', always: [EVERYTHING_READ] },
  'customer-portal': { name: 'Customer portal', always: [] },
};

export function rightsOfTemplate(role: string, registry: Registry): Right[] {
  const granted = registry.resources.flatMap(({ name, grants }) => Object.entries(grants[role] ?? {}).map(([action, grant]) => rightOf(name, action, grant)));
  return [...(ROLE_TEMPLATES[role]?.always ?? []), ...granted];
}
