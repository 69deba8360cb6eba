import type { SendMailOptions } from 'nodemailer';
import type { Message } from './transport.js';

/** The same for every transport. Addresses go in as objects and once more as envelope, so that nothing in them is ever parsed. */
export function mimeOf({ messageId, date, from, to, subject, text, html, attachments = [], unsubscribe }: Message): SendMailOptions {
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
    disableFileAccess: true,
    disableUrlAccess: true,
  };
}
