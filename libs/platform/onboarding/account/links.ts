import { currentScope } from '#kernel/tenancy/scope.js';
import type { PlatformDatabase } from '#kernel/tenancy/tenancy.js';
import type { Transaction } from '#kernel/tenancy/transaction.js';
import { linkHash, LinkNotValid, newLinkToken } from '../link-token.js';
import { addLink, linkBy, useLink, type AccountLink, type Purpose } from './account-link.query.js';

/** Makes a link and answers with its token, which is then in the caller's hands alone. */
export async function makeLink(transaction: Transaction, link: Parameters<typeof addLink>[1], lifeMs: number): Promise<string> {
  const token = newLinkToken();
  await transaction.query(addLink(linkHash(token)!, link, new Date(currentScope().clock.now().getTime() + lifeMs)));
  return token;
}

/** Refuses at once what is no link, before anything is done that takes time. */
export async function expectLink(platform: PlatformDatabase, token: string, ...purposes: Purpose[]): Promise<AccountLink & { hash: Buffer }> {
  const hash = linkHash(token);
  const [link] = hash ? await platform.query<AccountLink>(linkBy(hash, purposes, currentScope().clock.now())) : [];
  if (!hash || !link) throw new LinkNotValid();
  return { ...link, hash };
}

/** Stands or falls with the transaction. */
export async function takeLink(transaction: Transaction, hash: Buffer, ...purposes: Purpose[]): Promise<AccountLink> {
  const [link] = await transaction.query<AccountLink>(useLink(hash, purposes, currentScope().clock.now()));
  if (!link) throw new LinkNotValid();
  return link;
}
