import type { Statement } from '#kernel/tenancy/transaction.js';

export interface CredentialRow {
  name: string;
  value: Buffer | null;
  hosts: string[];
}

export function credentialNamed(organizationId: string, name: string): Statement {
  return { name: 'credential.named', text: `SELECT name, value, hosts FROM credential WHERE organization_id = $1 AND name = $2 AND deleted_at IS NULL`, values: [organizationId, name] };
}

export function hostsOfCredentials(organizationId: string): Statement {
  return { name: 'credential.hosts', text: `SELECT name, hosts FROM credential WHERE organization_id = $1 AND deleted_at IS NULL`, values: [organizationId] };
}
