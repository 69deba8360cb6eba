import { createHash, createPublicKey, verify } from 'node:crypto';

export interface Signed {
  /** Where the public key stands in the DNS. */
  record: string;
  domain: string;
  headers: string[];
}

/** Verifies a mail as its receiver would (RFC 6376, relaxed/relaxed), with what stands in the DNS; null when it is not signed. */
export function verifiedSignature(raw: string, dns: Readonly<Record<string, string>>): Signed | null {
  const end = raw.indexOf('\r\n\r\n');
  const fields = raw.slice(0, end).split(/\r\n(?![ \t])/);
  const signature = fields.find((field) => nameOf(field) === 'dkim-signature');
  if (!signature) return null;
  const tags = tagsOf(signature.slice(signature.indexOf(':') + 1));
  if (tags.v !== '1' || tags.a !== 'rsa-sha256' || tags.c !== 'relaxed/relaxed') throw new Error(`Another kind of signature: ${signature}`);
  if (createHash('sha256').update(relaxedBody(raw.slice(end + 4))).digest('base64') !== tags.bh) throw new Error('The body is not the one that was signed.');
  const record = `${tags.s}._domainkey.${tags.d}`;
  const key = createPublicKey({ key: Buffer.from(tagsOf(dns[record] ?? '').p ?? '', 'base64'), format: 'der', type: 'spki' });
  const left = [...fields].reverse();
  const headers = tags.h!.split(':');
  const signed = headers.flatMap((name) => {
    const at = left.findIndex((field) => nameOf(field) === name.toLowerCase());
    return at < 0 ? [] : [`${relaxed(left.splice(at, 1)[0]!)}\r\n`];
  });
  const data = `${signed.join('')}${relaxed(signature.replace(/([;\s]b=)[^;]*/, '$1'))}`;
  if (!verify('sha256', Buffer.from(data, 'latin1'), key, Buffer.from(tags.b!, 'base64'))) throw new Error('The signature is not that of this key.');
  return { record, domain: tags.d!, headers: headers.map((name) => name.toLowerCase()) };
}

function tagsOf(text: string): Record<string, string> {
  return Object.fromEntries(text.split(';').filter((tag) => tag.includes('=')).map((tag) => [tag.slice(0, tag.indexOf('=')).trim(), tag.slice(tag.indexOf('=') + 1).replaceAll(/\s+/g, '')]));
}

function nameOf(field: string): string {
  return field.slice(0, field.indexOf(':')).trim().toLowerCase();
}

function relaxed(field: string): string {
  return `${nameOf(field)}:${field.slice(field.indexOf(':') + 1).replaceAll('\r\n', '').replaceAll(/[ \t]+/g, ' ').trim()}`;
}

function relaxedBody(body: string): string {
  const lines = body.replaceAll(/[ \t]+/g, ' ').split('\r\n').map((line) => line.replace(/ $/, ''));
  while (lines.at(-1) === '') lines.pop();
  return lines.map((line) => `${line}\r\n`).join('');
}
