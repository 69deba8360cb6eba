import type { Viewpoint } from '#kernel/field/field.js';
import type { Right } from '#kernel/resource/grants.js';
import type { Actor } from '#kernel/tenancy/scope.js';

/** All that decides what an actor may do, as identity knows it. */
export interface Access {
  memberId: string | null;
  /** Members of the actor's teams, the actor among them. */
  teamMemberIds: readonly string[];
  /** The same with the teams below. */
  treeMemberIds: readonly string[];
  rights: readonly Right[];
  roles: readonly string[];
  timeZone: string;
  language: string;
  /** Product modules that the organisation does not have: nobody has any right on their nouns. */
  modulesOff?: readonly string[];
  /** What these rights allow holds only where those allow it, too. */
  within?: Access;
}

/** Implemented by identity; the kernel does not know where rights come from. */
export abstract class AccessSource {
  abstract accessOfMember(memberId: string): Promise<Access | null>;
  abstract accessOfKey(keyId: string): Promise<Access | null>;

  /** Null where no applications are let in. */
  accessOfClient(_client: Actor & { kind: 'client' }): Promise<Access | null> {
    return Promise.resolve(null);
  }

  /** Asked whenever rights are, so that what runs on, such as an export, ends with what it was begun with. Throws its refusal. */
  stillWelcome(): void | Promise<void> {}
}

/** Our own machinery: may do all, under a reason that stands in the ledger. */
export const SYSTEM_ACCESS: Access = {
  memberId: null,
  teamMemberIds: [],
  treeMemberIds: [],
  rights: [{ resource: '*', action: '*', reach: 'all', fields: null, groups: ['*'], masked: [], where: null, deny: false }],
  roles: ['system'],
  timeZone: 'UTC',
  language: 'en',
};

export function viewpointOf(access: Access, clock: Viewpoint['clock']): Viewpoint {
  return { clock, timeZone: access.timeZone, memberId: access.memberId, teamMemberIds: access.teamMemberIds };
}
