import type { Statement } from '#kernel/tenancy/transaction.js';

export interface OpenForm {
  id: string;
  name: string;
  publicKey: string;
  source: string | null;
  campaign: string | null;
  consentText: string | null;
  consentVersion: number;
  leastSeconds: number;
  thanks: string | null;
}

export function openForm(organizationId: string, publicKey: string): Statement {
  return {
    name: 'form.open',
    text: `SELECT id, name, public_key AS "publicKey", source, campaign, consent_text AS "consentText", consent_version::integer AS "consentVersion", least_seconds::integer AS "leastSeconds", thanks
           FROM lead_form WHERE organization_id = $1 AND public_key = $2 AND active AND deleted_at IS NULL`,
    values: [organizationId, publicKey],
  };
}

export type AgreedForm = Pick<OpenForm, 'name' | 'consentText' | 'consentVersion'>;

/** Also one that was closed or deleted since. */
export function formOf(organizationId: string, id: string): Statement {
  return { name: 'form.agreed', text: `SELECT name, consent_text AS "consentText", consent_version::integer AS "consentVersion" FROM lead_form WHERE organization_id = $1 AND id = $2`, values: [organizationId, id] };
}
