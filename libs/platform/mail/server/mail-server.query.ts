import type { Statement } from '#kernel/tenancy/transaction.js';
import type { MAIL_SECURITY } from './mail-server.js';

export interface MailServerRow {
  id: string;
  host: string;
  port: number;
  security: keyof typeof MAIL_SECURITY;
  userName: string | null;
  credential: Buffer | null;
  senderAddress: string;
  senderName: string;
  failingSince: Date | null;
  dkimName: string | null;
  dkimSeal: Buffer | null;
  nextName: string | null;
  nextText: string | null;
}

const COLUMNS = `id, host, port::integer AS port, security, user_name AS "userName", credential, sender_address AS "senderAddress", sender_name AS "senderName", failing_since AS "failingSince",
  dkim_name AS "dkimName", dkim_seal AS "dkimSeal", next_name AS "nextName", next_text AS "nextText"`;

export function mailServerInUse(organizationId: string): Statement {
  return { name: 'mailServer.inUse', text: `SELECT ${COLUMNS} FROM mail_server WHERE organization_id = $1 AND active AND deleted_at IS NULL ORDER BY updated_at DESC, id LIMIT 1`, values: [organizationId] };
}

export function mailServerById(organizationId: string, id: string): Statement {
  return { name: 'mailServer.byId', text: `SELECT ${COLUMNS} FROM mail_server WHERE organization_id = $1 AND id = $2 AND deleted_at IS NULL`, values: [organizationId, id] };
}

export function putOthersOutOfUse(organizationId: string, id: string, now: Date): Statement {
  return { name: 'mailServer.putOthersOut', text: `UPDATE mail_server SET active = false, updated_at = $3, version = version + 1 WHERE organization_id = $1 AND id <> $2 AND active AND deleted_at IS NULL`, values: [organizationId, id, now] };
}

/** Since when it takes nothing stays as it is while it goes on. */
export function noteAnswer(organizationId: string, id: string, { say, shut }: { say: string; shut: boolean }, now: Date): Statement {
  return {
    name: 'mailServer.noteAnswer',
    text: `UPDATE mail_server SET answer = $3, answered_at = $5, failing_since = CASE WHEN $4 THEN coalesce(failing_since, $5) END, updated_at = $5, version = version + 1 WHERE organization_id = $1 AND id = $2`,
    values: [organizationId, id, say, shut, now],
  };
}

export function giveNextKey(organizationId: string, id: string, { name, text, seal }: { name: string; text: string; seal: Buffer }, now: Date): Statement {
  return {
    name: 'mailServer.giveNextKey',
    text: `UPDATE mail_server SET next_name = $3, next_text = $4, next_seal = $5, dns_finding = NULL, updated_at = $6, version = version + 1 WHERE organization_id = $1 AND id = $2`,
    values: [organizationId, id, name, text, seal, now],
  };
}

/** No row when another key has been drawn in the meantime. */
export function useNextKey(organizationId: string, id: string, name: string, finding: string, now: Date): Statement {
  return {
    name: 'mailServer.useNextKey',
    text: `UPDATE mail_server SET dkim_name = next_name, dkim_text = next_text, dkim_seal = next_seal, next_name = NULL, next_text = NULL, next_seal = NULL, dns_finding = $4, updated_at = $5, version = version + 1
           WHERE organization_id = $1 AND id = $2 AND next_name = $3 RETURNING id`,
    values: [organizationId, id, name, finding, now],
  };
}

export function noteFinding(organizationId: string, id: string, name: string, finding: string, now: Date): Statement {
  return { name: 'mailServer.noteFinding', text: `UPDATE mail_server SET dns_finding = $4, updated_at = $5, version = version + 1 WHERE organization_id = $1 AND id = $2 AND next_name = $3`, values: [organizationId, id, name, finding, now] };
}
