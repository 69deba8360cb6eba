import type { Statement } from '#kernel/tenancy/transaction.js';

type Whose = { companyId: string | null; contactId: string | null };

/** Before another one becomes the main one; the database lets there be one at most. */
export function unsetMainAddress(organizationId: string, kind: string, { companyId, contactId }: Whose, except: string, now: Date): Statement {
  return {
    name: 'address.unsetMain',
    text: `UPDATE address SET is_primary = false, version = version + 1, updated_at = $6 WHERE organization_id = $1 AND kind = $2 AND is_primary AND deleted_at IS NULL AND id <> $5
           AND company_id IS NOT DISTINCT FROM $3::uuid AND contact_id IS NOT DISTINCT FROM $4::uuid`,
    values: [organizationId, kind, companyId, contactId, except, now],
  };
}

export function hasMainAddress(organizationId: string, kind: string, { companyId, contactId }: Whose): Statement {
  return {
    name: 'address.hasMain',
    text: `SELECT 1 FROM address WHERE organization_id = $1 AND kind = $2 AND is_primary AND deleted_at IS NULL AND company_id IS NOT DISTINCT FROM $3::uuid AND contact_id IS NOT DISTINCT FROM $4::uuid`,
    values: [organizationId, kind, companyId, contactId],
  };
}

export function unsetMainPoint(organizationId: string, column: 'email' | 'phone', { companyId, contactId }: Whose, except: string | null, now: Date): Statement {
  return {
    name: `contactPoint.unsetMain.${column}`,
    text: `UPDATE contact_point SET is_primary = false, version = version + 1, updated_at = $5 WHERE organization_id = $1 AND is_primary AND ${column} IS NOT NULL AND deleted_at IS NULL AND id IS DISTINCT FROM $4::uuid
           AND company_id IS NOT DISTINCT FROM $2::uuid AND contact_id IS NOT DISTINCT FROM $3::uuid`,
    values: [organizationId, companyId, contactId, except, now],
  };
}

/** The main one says what stands at the contact, and the other way round. */
export function followMain(organizationId: string, column: 'email' | 'phone', contactId: string, value: string, key: string | null, now: Date): Statement {
  const phone = column === 'phone';
  return {
    name: `contactPoint.follow.${column}`,
    text: `UPDATE contact_point SET ${column} = $3${phone ? ', phone_key = $5' : ''}, version = version + 1, updated_at = $4
           WHERE organization_id = $1 AND contact_id = $2 AND is_primary AND ${column} IS NOT NULL AND ${column} <> $3 AND deleted_at IS NULL${phone ? '' : ' AND $5::text IS NULL'}`,
    values: [organizationId, contactId, value, now, key],
  };
}

export function otherWithEmail(organizationId: string, email: string, except: string): Statement {
  return { name: 'contact.otherWithEmail', text: `SELECT id FROM contact WHERE organization_id = $1 AND email_key = lower($2 COLLATE "C") AND id <> $3 AND deleted_at IS NULL`, values: [organizationId, email, except] };
}

export function stepBackAddresses(organizationId: string, owner: 'company' | 'contact', from: string, to: string, now: Date): Statement {
  return {
    name: `address.stepBack.${owner}`,
    text: `UPDATE address a SET is_primary = false, version = version + 1, updated_at = $4 WHERE organization_id = $1 AND ${owner}_id = $2 AND is_primary
           AND EXISTS (SELECT 1 FROM address o WHERE o.organization_id = $1 AND o.${owner}_id = $3 AND o.kind = a.kind AND o.is_primary AND o.deleted_at IS NULL)`,
    values: [organizationId, from, to, now],
  };
}

/** `stands` says that the main one also stands at the company or contact itself. */
export function stepBackPoints(organizationId: string, owner: 'company' | 'contact', column: 'email' | 'phone', stands: boolean, from: string, to: string, now: Date): Statement {
  const there = stands ? ` OR EXISTS (SELECT 1 FROM ${owner} o WHERE o.organization_id = $1 AND o.id = $3 AND o.${column} IS NOT NULL)` : '';
  return {
    name: `contactPoint.stepBack.${owner}.${column}`,
    text: `UPDATE contact_point SET is_primary = false, version = version + 1, updated_at = $4 WHERE organization_id = $1 AND ${owner}_id = $2 AND is_primary AND ${column} IS NOT NULL
           AND (EXISTS (SELECT 1 FROM contact_point o WHERE o.organization_id = $1 AND o.${owner}_id = $3 AND o.is_primary AND o.${column} IS NOT NULL AND o.deleted_at IS NULL)${there})`,
    values: [organizationId, from, to, now],
  };
}

export function pointSaying(organizationId: string, owner: 'company' | 'contact', column: 'email' | 'phone', ownerId: string, key: string): Statement {
  return { name: `contactPoint.saying.${owner}.${column}`, text: `SELECT 1 FROM contact_point WHERE organization_id = $1 AND ${owner}_id = $2 AND ${column}_key = $3 AND deleted_at IS NULL`, values: [organizationId, ownerId, key] };
}
