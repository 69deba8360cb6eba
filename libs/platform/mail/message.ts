import type { SendMailOptions } from 'nodemailer';
import type { Message } from './transport.js';

/** What nobody may change on the way; RFC 8058 wants the two about unsubscribing among them. */
const SIGNED = 'From:To:Subject:Date:Message-ID:MIME-Version:Content-Type:Content-Transfer-Encoding:Auto-Submitted:List-Unsubscribe:List-Unsubscribe-Post';

/** The same for every transport. Addresses go in as objects and once more as envelope, so that nothing in them is ever parsed. */
export function mimeOf({ messageId, date, from, to, subject, text, html, attachments = [], unsubscribe, dkim }: Message): SendMailOptions {
  return {
    messageId,
    date,
    from: { name: from.name, address: from.address },
    to: { name: '', address: to },
    envelope: { from: from.address, to: [to] },
    subject,
    text,
    html,
    attachments: attachments.map(({ name, type, content }) => ({ filename: name, contentType: type, content })),
    // Answering machines leave it alone.
    headers: {
      'Auto-Submitted': 'auto-generated',
      'X-Auto-Response-Suppress': 'All',
      ...(unsubscribe && { 'List-Unsubscribe': `<${unsubscribe}>`, 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' }),
    },
    ...(dkim && { dkim: { domainName: dkim.domain, keySelector: dkim.selector, privateKey: dkim.privateKey, headerFieldNames: SIGNED } }),
    disableFileAccess: true,
    disableUrlAccess: true,
  };
}
