import { createPrivateKey, createPublicKey, generateKeyPair, randomBytes } from 'node:crypto';
import { promisify } from 'node:util';
import type { Config } from '#platform/config/config.js';

/** RFC 6376: mails are signed in the name of a domain, whose DNS has the public half under the selector. */
export interface DkimKey {
  readonly domain: string;
  readonly selector: string;
  /** PEM. */
  readonly privateKey: string;
}

/** What the owner of a domain puts into its DNS. */
export interface DnsText {
  readonly name: string;
  readonly text: string;
}

const BITS = 2_048;
const drawPair = promisify(generateKeyPair);

/** Each with a selector of its own, so that the one before it stays valid while the new one is being published. */
export async function drawDkimKey(domain: string, at: Date): Promise<DkimKey> {
  const { privateKey } = await drawPair('rsa', { modulusLength: BITS, publicKeyEncoding: { type: 'spki', format: 'pem' }, privateKeyEncoding: { type: 'pkcs8', format: 'pem' } });
  return { domain, selector: `t${at.toISOString().slice(0, 10).replaceAll('-', '')}${randomBytes(2).toString('hex')}`, privateKey };
}

/** What the configuration says; for mails from its own address. */
export function deploymentKey({ mailFrom, mailDkimKey, mailDkimSelector }: Config): DkimKey | null {
  return mailDkimKey === null ? null : { domain: domainOfAddress(mailFrom.address), selector: mailDkimSelector, privateKey: mailDkimKey };
}

export function dnsTextOf({ domain, selector, privateKey }: DkimKey): DnsText {
  const publicKey = createPublicKey(createPrivateKey(privateKey)).export({ type: 'spki', format: 'der' });
  return { name: `${selector}._domainkey.${domain}`, text: `v=DKIM1; k=rsa; p=${publicKey.toString('base64')}` };
}

export function keyNamed(name: string, privateKey: string): DkimKey {
  const [selector = '', domain = ''] = name.split('._domainkey.');
  return { domain, selector, privateKey };
}

/** Spaces mean nothing there, and whoever publishes it may have split it into several. */
export function isPublished(wanted: string, found: readonly string[]): boolean {
  const plain = (text: string) => text.replaceAll(/[\s"]+/g, '').replace(/;$/, '');
  return found.some((text) => plain(text) === plain(wanted));
}

export function domainOfAddress(address: string): string {
  return address.slice(address.lastIndexOf('@') + 1).toLowerCase();
}
