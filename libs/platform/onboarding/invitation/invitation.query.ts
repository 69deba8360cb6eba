import type { Right } from '#kernel/resource/grants.js';
import type { Statement } from '#kernel/tenancy/transaction.js';

export interface NamedRole {
  id: string;
  key: string;
  rights: Right[];
}

export function rolesByKey(organizationId: string, keys: readonly string[]): Statement {
  return { name: 'invitation.roles', text: `SELECT id, key, rights FROM role WHERE organization_id = $1 AND key = ANY ($2::text[]) AND deleted_at IS NULL ORDER BY key`, values: [organizationId, keys] };
}

export interface AddressStanding {
  isMember: boolean;
  /** When the invitation that is pending for it expires. */
  pendingUntil: Date | null;
}

export function standingOfAddress(organizationId: string, email: string): Statement {
  return {
    name: 'invitation.standing',
    text: `SELECT EXISTS (SELECT 1 FROM member WHERE organization_id = $1 AND email_key = lower($2::text COLLATE "C") AND deleted_at IS NULL) AS "isMember",
             (SELECT i.expires_at FROM invitation i WHERE i.organization_id = $1 AND i.pending_for = lower($2::text COLLATE "C") AND i.deleted_at IS NULL) AS "pendingUntil"`,
    values: [organizationId, email],
  };
}

/** How many mails with invitations the organisation has sent of late. */
export function invitationsSince(organizationId: string, since: Date): Statement {
  return { name: 'invitation.since', text: `SELECT count(*)::integer AS sent FROM mail WHERE organization_id = $1 AND letter = 'invitation' AND created_at > $2`, values: [organizationId, since] };
}

/** Whatever link there was opens nothing any more. */
export function keepLink(organizationId: string, invitationId: string, hash: Buffer, sentBy: string | null, roleIds: readonly string[]): Statement {
  return {
    name: 'invitationLink.keep',
    text: `INSERT INTO invitation_link (organization_id, id, hash, sent_by, role_ids) VALUES ($1, $2, $3, $4, $5)
           ON CONFLICT (organization_id, id) DO UPDATE SET hash = EXCLUDED.hash, sent_by = EXCLUDED.sent_by, role_ids = EXCLUDED.role_ids`,
    values: [organizationId, invitationId, hash, sentBy, roleIds],
  };
}

export function dropLink(organizationId: string, invitationId: string): Statement {
  return { name: 'invitationLink.drop', text: `DELETE FROM invitation_link WHERE organization_id = $1 AND id = $2`, values: [organizationId, invitationId] };
}

export interface OpenInvitation {
  id: string;
  email: string;
  expiresAt: Date;
  sentBy: string | null;
  /** Of whoever sent it; null when they are no active member any more. */
  inviter: string | null;
  /** Null when one of the roles that it was sent for is not there any more. */
  roles: NamedRole[] | null;
}

/** The invitation that this link opens, as things stand now: of roles, of whoever sent it, and of the address, which must not be a member's yet. */
export function invitationBy(organizationId: string, hash: Buffer, now: Date): Statement {
  return {
    name: 'invitation.byLink',
    text: `SELECT i.id, i.email, i.expires_at AS "expiresAt", l.sent_by AS "sentBy", s.name AS inviter,
             (SELECT CASE WHEN count(*) = cardinality(l.role_ids) THEN json_agg(json_build_object('id', r.id, 'key', r.key, 'rights', r.rights)) END
              FROM role r WHERE r.organization_id = $1 AND r.id = ANY (l.role_ids) AND r.deleted_at IS NULL) AS roles
           FROM invitation_link l JOIN invitation i ON i.organization_id = $1 AND i.id = l.id
           LEFT JOIN member s ON s.organization_id = $1 AND s.id = l.sent_by AND s.status = 'active' AND s.deleted_at IS NULL
           WHERE l.organization_id = $1 AND l.hash = $2 AND i.status = 'pending' AND i.deleted_at IS NULL AND i.expires_at > $3
           AND NOT EXISTS (SELECT 1 FROM member m WHERE m.organization_id = $1 AND m.email_key = i.email_key AND m.deleted_at IS NULL)`,
    values: [organizationId, hash, now],
  };
}

/** Held until the transaction ends: of many who come at once, each then sees what the one before has done. */
export function lockInvitation(organizationId: string, hash: Buffer): Statement {
  return {
    name: 'invitation.lock',
    text: `SELECT id FROM invitation WHERE organization_id = $1 AND id = (SELECT id FROM invitation_link WHERE organization_id = $1 AND hash = $2) FOR UPDATE`,
    values: [organizationId, hash],
  };
}

export function acceptInvitation(organizationId: string, invitationId: string, memberId: string, now: Date): Statement {
  return {
    name: 'invitation.accept',
    text: `UPDATE invitation SET status = 'accepted', accepted_at = $4, member_id = $3, pending_for = NULL, updated_at = $4, updated_by = $3, version = version + 1 WHERE organization_id = $1 AND id = $2`,
    values: [organizationId, invitationId, memberId, now],
  };
}

/** Every pending invitation of an address ends, with its link. */
export function revokeInvitationsOf(organizationId: string, email: string, now: Date): Statement {
  return {
    name: 'invitation.revokeOf',
    text: `WITH ended AS (
             UPDATE invitation SET status = 'revoked', pending_for = NULL, updated_at = $3, version = version + 1
             WHERE organization_id = $1 AND pending_for = lower($2::text COLLATE "C") AND deleted_at IS NULL RETURNING id
           ), gone AS (DELETE FROM invitation_link l USING ended WHERE l.organization_id = $1 AND l.id = ended.id)
           SELECT id FROM ended`,
    values: [organizationId, email, now],
  };
}

/** All that are pending, with their links. */
export function revokeInvitations(organizationId: string, now: Date): Statement {
  return {
    name: 'invitation.revokeAll',
    text: `WITH ended AS (
             UPDATE invitation SET status = 'revoked', pending_for = NULL, updated_at = $2, version = version + 1 WHERE organization_id = $1 AND status = 'pending' AND deleted_at IS NULL RETURNING id
           ), gone AS (DELETE FROM invitation_link l USING ended WHERE l.organization_id = $1 AND l.id = ended.id)
           SELECT id FROM ended`,
    values: [organizationId, now],
  };
}

export function giveRole(organizationId: string, memberId: string, roleId: string): Statement {
  return { name: 'memberRole.add', text: `INSERT INTO member_role (organization_id, member_id, role_id, created_at, updated_at) VALUES ($1, $2, $3, now(), now())`, values: [organizationId, memberId, roleId] };
}

/** Whoever was a member before is one anew, as another member. */
export function takeSeat(organizationId: string, accountId: string, memberId: string): Statement {
  return {
    name: 'membership.take',
    text: `INSERT INTO membership (organization_id, account_id, member_id) VALUES ($1, $2, $3) ON CONFLICT (organization_id, account_id) DO UPDATE SET member_id = EXCLUDED.member_id`,
    values: [organizationId, accountId, memberId],
  };
}

export function prolongInvitation(organizationId: string, invitationId: string, expiresAt: Date, now: Date): Statement {
  return { name: 'invitation.prolong', text: `UPDATE invitation SET expires_at = $3, updated_at = $4, version = version + 1 WHERE organization_id = $1 AND id = $2`, values: [organizationId, invitationId, expiresAt, now] };
}
