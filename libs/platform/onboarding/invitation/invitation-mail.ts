import { Injectable } from '@nestjs/common';
import { TooManyRequests } from '#kernel/pipeline/problem.js';
import { currentOrganizationId, currentScope } from '#kernel/tenancy/scope.js';
import { PlatformDatabase } from '#kernel/tenancy/tenancy.js';
import type { Transaction } from '#kernel/tenancy/transaction.js';
import { activeMember, type MemberCard } from '#platform/identity/member.query.js';
import { nearestLanguage } from '#platform/mail/letter.js';
import { Mail } from '#platform/mail/mail.js';
import type { Organization } from '#platform/organizations/organization.js';
import { organizationById } from '#platform/organizations/organization.query.js';
import { invitationsSince, keepLink } from './invitation.query.js';
import { newInvitationToken, readInvitationToken } from './invitation-token.js';

/** An organisation that has been taken over must not become a sender of junk. */
const MOST_PER_HOUR = 300;
const HOUR_MS = 60 * 60_000;

export interface ToInvite {
  id: string;
  email: string;
  language: string | null;
  expiresAt: Date;
  roleIds: readonly string[];
}

/** Makes the link of an invitation and sends it; the link before it opens nothing any more. */
@Injectable()
export class InvitationMail {
  constructor(
    private readonly platform: PlatformDatabase,
    private readonly mail: Mail,
  ) {}

  async send(transaction: Transaction, { id, email, language, expiresAt, roleIds }: ToInvite): Promise<void> {
    const organizationId = currentOrganizationId();
    const { actor, clock } = currentScope();
    const now = clock.now();
    const [{ sent } = { sent: 0 }] = await transaction.query<{ sent: number }>(invitationsSince(organizationId, new Date(now.getTime() - HOUR_MS)));
    if (sent >= MOST_PER_HOUR) throw new TooManyRequests(HOUR_MS / 1_000);
    const sentBy = actor.kind === 'member' ? actor.memberId : null;
    const [inviter] = sentBy ? await transaction.query<MemberCard>(activeMember(organizationId, sentBy)) : [];
    const [organization] = await this.platform.query<Organization>(organizationById(organizationId));
    const token = newInvitationToken(organizationId);
    const { hash } = readInvitationToken(token)!;
    await transaction.query(keepLink(organizationId, id, hash, sentBy, roleIds));
    const spoken = nearestLanguage(language ?? organization!.language);
    const until = new Intl.DateTimeFormat(spoken, { dateStyle: 'long', timeZone: organization!.timeZone }).format(expiresAt);
    await this.mail.post(transaction, {
      effectKey: `invitation:${hash.toString('base64url')}`, to: email, language: spoken, letter: 'invitation', usefulUntil: expiresAt,
      parameters: { token, organization: organization!.name, inviter: inviter?.name ?? organization!.name, until },
    });
  }
}
