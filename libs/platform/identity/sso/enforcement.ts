import { Injectable } from '@nestjs/common';
import { factStatement } from '#kernel/pipeline/facts.js';
import { Conflict, NotFound } from '#kernel/pipeline/problem.js';
import { currentOrganizationId } from '#kernel/tenancy/scope.js';
import { PlatformDatabase, Tenancy } from '#kernel/tenancy/tenancy.js';
import { isUuid } from '#kernel/tenancy/uuid.js';
import { Authority, type Acting } from '#platform/access/authority.js';
import { activeOwners, lockOwnerRole } from '#platform/access/standing.query.js';
import { AccountEvents } from '../account-events.js';
import { Revocations } from '../sessions/revocations.js';
import { breakGlassSeats, enforcement, linksOf, seatOfMember, setBreakGlass, setEnforcement, unlink, type SeatOfAccount } from './federation.query.js';
import { usableProviders, type ProviderRow } from './provider.query.js';

export interface Enforcement {
  enforced: boolean;
  breakGlass: string[];
}

/** Whether an organisation lets people in through its provider alone, and who still gets in when that fails. Owners decide. */
@Injectable()
export class Enforcements {
  constructor(
    private readonly platform: PlatformDatabase,
    private readonly tenancy: Tenancy,
    private readonly authority: Authority,
    private readonly revocations: Revocations,
    private readonly events: AccountEvents,
  ) {}

  async read(): Promise<Enforcement> {
    const organizationId = currentOrganizationId();
    const [{ enforced } = { enforced: false }] = await this.platform.query<{ enforced: boolean }>(enforcement(organizationId));
    const seats = await this.platform.query<SeatOfAccount>(breakGlassSeats(organizationId));
    return { enforced, breakGlass: seats.map(({ memberId }) => memberId) };
  }

  async enforce(enforced: boolean): Promise<Enforcement> {
    const organizationId = currentOrganizationId();
    await this.deciding(async ({ memberId }) => {
      if (enforced) await this.expectWays(organizationId, memberId);
      await this.tenancy.write(factStatement(enforced ? 'organization.provider-enforced' : 'organization.provider-released', 'organization', organizationId, {}));
      await this.platform.query(setEnforcement(organizationId, enforced));
    });
    return this.read();
  }

  async mark(memberId: string, allowed: boolean): Promise<Enforcement> {
    const organizationId = currentOrganizationId();
    await this.deciding(async () => {
      const [seat] = isUuid(memberId) ? await this.platform.query<SeatOfAccount>(seatOfMember(organizationId, memberId)) : [];
      if (!seat) throw new NotFound('There is no such member, or they do not sign in.');
      if (allowed && !(await this.ownersHere(organizationId)).includes(memberId)) throw new Conflict('Only an active owner can be kept for when the identity provider fails.');
      if (allowed && !seat.hasWayIn) throw new Conflict('This owner has neither a password nor a passkey with us: they could not come in without the identity provider. Let them choose a password first, by /auth/password-reset.');
      if (!allowed) await this.expectAnother(organizationId, memberId);
      await this.tenancy.write(factStatement(allowed ? 'member.break-glass-given' : 'member.break-glass-taken', 'member', memberId, {}));
      await this.platform.query(setBreakGlass(organizationId, memberId, allowed));
    });
    return this.read();
  }

  /** For when the provider knows somebody by another subject now: the next sign-in links them anew, by their address. */
  async unlink(memberId: string): Promise<void> {
    const organizationId = currentOrganizationId();
    const [seat] = isUuid(memberId) ? await this.platform.query<SeatOfAccount>(seatOfMember(organizationId, memberId)) : [];
    await this.deciding(async () => {
      const gone = seat ? await this.platform.query(unlink(organizationId, seat.accountId)) : [];
      if (gone.length === 0) throw new NotFound('This member has not come in through an identity provider.');
    });
    await this.events.tell('provider-unlinked', { accountId: seat!.accountId, where: { organizationId, memberId } });
  }

  /** Refuses unless somebody else would still get in, while the provider is the only way. Call it in the transaction of what takes somebody away. */
  async expectAnother(organizationId: string, withoutMemberId: string): Promise<void> {
    const [{ enforced } = { enforced: false }] = await this.platform.query<{ enforced: boolean }>(enforcement(organizationId));
    if (!enforced) return;
    const owners = await this.ownersHere(organizationId);
    const seats = await this.platform.query<SeatOfAccount>(breakGlassSeats(organizationId));
    const others = seats.filter(({ memberId, hasWayIn }) => hasWayIn && memberId !== withoutMemberId && owners.includes(memberId));
    if (others.length === 0 && seats.some(({ memberId }) => memberId === withoutMemberId)) throw new Conflict('This is the last owner who can come in when the identity provider fails. Keep another one for that, or let members sign in otherwise again.');
  }

  /** Whoever is no owner any more comes in as all others do. */
  async unmark(organizationId: string, memberId: string): Promise<void> {
    await this.platform.query(setBreakGlass(organizationId, memberId, false));
  }

  /** One after the other, by owners alone; whatever is remembered of sessions is asked for again. */
  private async deciding(work: (acting: Acting) => Promise<void>): Promise<void> {
    const organizationId = currentOrganizationId();
    await this.tenancy.transaction(async (transaction) => {
      const acting = await this.authority.acting();
      if (!acting) throw new Conflict('Only owners decide how people come in.');
      this.authority.mustBeOwner(acting);
      await transaction.query(lockOwnerRole(organizationId));
      await work(acting);
    });
    this.revocations.announce({ organizationId });
  }

  private async expectWays(organizationId: string, memberId: string): Promise<void> {
    const providers = await this.tenancy.read<ProviderRow>(usableProviders(organizationId));
    if (providers.length === 0) throw new Conflict('There is no identity provider that could be used. Enter one with its client secret first.');
    const [seat] = await this.platform.query<SeatOfAccount>(seatOfMember(organizationId, memberId));
    const links = await this.platform.query<{ issuer: string }>(linksOf(organizationId, seat!.accountId));
    if (!links.some((link) => providers.some(({ issuer }) => new URL(issuer).href === new URL(link.issuer).href))) throw new Conflict('Sign in through the identity provider once yourself, so that it is certain that it works.');
    const owners = await this.ownersHere(organizationId);
    const ready = (await this.platform.query<SeatOfAccount>(breakGlassSeats(organizationId))).filter((each) => each.hasWayIn && owners.includes(each.memberId));
    if (ready.length === 0) throw new Conflict('Nobody could come in if the identity provider fails. Keep an owner with a password for that first, at /auth/sso/break-glass.');
  }

  private async ownersHere(organizationId: string): Promise<string[]> {
    return (await this.tenancy.read<{ id: string }>(activeOwners(organizationId))).map(({ id }) => id);
  }
}
