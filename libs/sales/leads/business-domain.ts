/** Where people have their private mail: such a domain says nothing of whom they work for. */
const PRIVATE = new Set('gmail.com googlemail.com outlook.com hotmail.com live.com msn.com yahoo.com ymail.com icloud.com me.com mac.com aol.com gmx.com gmx.de gmx.net web.de t-online.de freenet.de mail.com mail.ru yandex.ru yandex.com proton.me protonmail.com pm.me qq.com 163.com 126.com orange.fr wanadoo.fr free.fr laposte.net libero.it zoho.com mailbox.org posteo.de'.split(' '));

/** The domain by which a company is known again: that of its website, or of the address that somebody has there. */
export function businessDomain({ domain, email }: { domain: string | null; email: string | null }): string | null {
  if (domain) return domain;
  const host = email?.split('@').at(-1)?.toLowerCase() ?? null;
  return host && !PRIVATE.has(host) ? host : null;
}
