import type { Access } from '#kernel/gate/access.js';
import type { Right } from '#kernel/resource/grants.js';
import type { Registry } from '#kernel/resource/registry.js';
import { lacking } from './coverage.js';

/** The role that has everything, whose holders only other holders may change, and that somebody always has. */
export const OWNER_ROLE = 'owner';

export interface HandedRole {
  key: string;
  rights: readonly Right[];
}

export interface Refusal {
  role: HandedRole;
  /** What they lack; null when the role is one that only its holders give out. */
  lacks: Right | null;
}

/** S16: the first of the roles that whoever has this access may not give to anybody, and why; null when they may give out all. */
export function mayHandOut(access: Access, roles: readonly HandedRole[], registry: Registry): Refusal | null {
  for (const role of roles) {
    if (role.key === OWNER_ROLE && !isOwner(access)) return { role, lacks: null };
    const [lacks] = lackingIn(access, role.rights, registry);
    if (lacks) return { role, lacks };
  }
  return null;
}

/** Rights beyond what this access allows, through all that it is held within. */
export function lackingIn(access: Access, rights: readonly Right[], registry: Registry): Right[] {
  const own = lacking(access.rights, rights, registry);
  return own.length > 0 || !access.within ? own : lackingIn(access.within, rights, registry);
}

function isOwner({ roles, within }: Access): boolean {
  return roles.includes(OWNER_ROLE) && (!within || isOwner(within));
}

/**
 * Whoever sees and changes records because of the teams they are in could widen that by changing teams. True when some right
 * of theirs depends on teams and is not held without them, too.
 */
export function dependsOnTeams(rights: readonly Right[], registry: Registry): boolean {
  return rights.some((right) => {
    const relative = right.reach === 'team' || right.reach === 'tree' || JSON.stringify(right.where).includes('"my-team"');
    return relative && (right.deny || lacking(rights, [{ ...right, reach: 'all', where: null }], registry).length > 0);
  });
}
