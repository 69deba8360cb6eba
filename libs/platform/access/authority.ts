import { Injectable } from '@nestjs/common';
import { Conflict, Forbidden } from '#kernel/pipeline/problem.js';
import { Nouns } from '#kernel/resource/custom-fields.js';
import type { Right } from '#kernel/resource/grants.js';
import { currentOrganizationId, currentScope } from '#kernel/tenancy/scope.js';
import { Tenancy } from '#kernel/tenancy/tenancy.js';
import { Proofs } from '#platform/identity/factors/proofs.js';
import { currentIdentity } from '#platform/identity/identity.js';
import { lacking } from './coverage.js';
import { OWNER_ROLE } from './hand-out.js';
import { rightInWords } from './rights-rules.js';
import { activeOwners, lockOwnerRole, rolesHeldBy, type HeldRole } from './standing.query.js';

/** A member who is about to change what others may do. */
export interface Acting {
  readonly memberId: string;
  readonly roles: readonly HeldRole[];
  readonly rights: readonly Right[];
}

/** S16: what members may decide about each other's rights. */
@Injectable()
export class Authority {
  constructor(
    private readonly tenancy: Tenancy,
    private readonly nouns: Nouns,
    private readonly proofs: Proofs,
  ) {}

  /** Asked anew, inside the transaction: what the gate remembers may have been taken away a second ago. Null for our own machinery. */
  async acting(): Promise<Acting | null> {
    const { actor } = currentScope();
    if (actor.kind === 'system') return null;
    if (actor.kind !== 'member') throw new Forbidden('Only members themselves decide who may do what: no API key does.');
    const [held] = await this.tenancy.read<{ roles: HeldRole[] }>(rolesHeldBy(currentOrganizationId(), actor.memberId, true));
    if (!held) throw new Forbidden('You are no longer a member of this organisation, or your membership is suspended.');
    return { memberId: actor.memberId, roles: held.roles, rights: held.roles.flatMap(({ rights }) => rights) };
  }

  async mustHold({ rights: held }: Acting, given: readonly Right[]): Promise<void> {
    const registry = await this.nouns.here();
    const [lacks] = lacking(held, given, registry);
    if (lacks) throw new Forbidden(`Nobody gives a right that they do not have, and you may not, as far as can be told: ${rightInWords(lacks, registry)}.`);
  }

  async mustHandOut(acting: Acting, { key, rights }: HeldRole): Promise<void> {
    if (key === OWNER_ROLE) this.mustBeOwner(acting);
    await this.mustHold(acting, rights);
  }

  /** A session that was stolen decides nothing about rights: whoever came with one has proved a moment ago who they are. */
  async mustHaveProved(): Promise<void> {
    if (currentIdentity()) await this.proofs.demand();
  }

  mustBeOwner({ roles }: Acting): void {
    if (!roles.some(({ key }) => key === OWNER_ROLE)) throw new Forbidden('Only an owner may do this to an owner.');
  }

  /** Two owners who remove each other at the same moment come one after the other, and the second is no owner any more. */
  async keepAnOwner(acting: Acting | null, without: string): Promise<void> {
    const organizationId = currentOrganizationId();
    await this.tenancy.read(lockOwnerRole(organizationId));
    const owners = (await this.tenancy.read<{ id: string }>(activeOwners(organizationId))).map(({ id }) => id);
    if (acting && !owners.includes(acting.memberId)) throw new Forbidden('Only an owner may do this to an owner.');
    if (owners.every((id) => id === without)) throw new Conflict('Every organisation keeps an active owner, and this is the last one. Make somebody else an owner first.');
  }
}
