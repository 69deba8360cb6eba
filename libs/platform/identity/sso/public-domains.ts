/** Where anybody gets an address: what such a domain says of a person, no organisation can vouch for. */
const PUBLIC = new Set([
  'aol.com', 'bk.ru', 'email.com', 'fastmail.com', 'free.fr', 'freenet.de', 'gmail.com', 'gmx.at', 'gmx.ch', 'gmx.com', 'gmx.de', 'gmx.net', 'googlemail.com', 'hey.com', 'hotmail.com', 'hotmail.co.uk',
  'hotmail.de', 'hotmail.fr', 'icloud.com', 'inbox.ru', 'laposte.net', 'libero.it', 'list.ru', 'live.com', 'mac.com', 'mail.com', 'mail.ru', 'mailbox.org', 'me.com', 'msn.com', 'naver.com', 'orange.fr',
  'outlook.com', 'outlook.de', 'outlook.fr', 'pm.me', 'posteo.de', 'proton.me', 'protonmail.com', 'qq.com', 'rediffmail.com', 'rocketmail.com', 't-online.de', 'tutanota.com', 'tuta.io', 'wanadoo.fr', 'web.de',
  'yahoo.com', 'yahoo.co.in', 'yahoo.co.jp', 'yahoo.co.uk', 'yahoo.de', 'yahoo.fr', 'yandex.com', 'yandex.ru', 'ymail.com', 'zoho.com', '126.com', '163.com',
]);

export function isPublicDomain(domain: string): boolean {
  return PUBLIC.has(domain);
}

/** Of an address in the form that mail servers know. */
export function domainOfAddress(address: string): string {
  return address.slice(address.lastIndexOf('@') + 1).toLowerCase();
}
