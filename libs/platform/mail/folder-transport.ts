import { Logger } from '@nestjs/common';
import { createTransport } from 'nodemailer';
import { mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { mimeOf } from './message.js';
import { MailTransport, type Message } from './transport.js';

const OWNER_ONLY = { mode: 0o600 };

/** The mailbox of a developer: each message as it would be sent, and its HTML beside it for the browser. */
export class FolderTransport extends MailTransport {
  private readonly logger = new Logger('Mail');
  private readonly folder: string;

  constructor(folder: string) {
    super();
    this.folder = resolve(folder);
  }

  async send(message: Message): Promise<string> {
    const transport = createTransport({ streamTransport: true, buffer: true, disableFileAccess: true, disableUrlAccess: true });
    const { message: mime } = await transport.sendMail(mimeOf(message));
    const name = `${message.date.toISOString().replaceAll(/[:.]/g, '-')}-${message.messageId.slice(1, 37)}`;
    await mkdir(this.folder, { recursive: true, mode: 0o700 });
    await writeFile(join(this.folder, `${name}.eml`), mime as Buffer, OWNER_ONLY);
    await writeFile(join(this.folder, `${name}.html`), message.html, OWNER_ONLY);
    this.logger.log({ msg: 'A mail was put into the folder for development', subject: message.subject, open: pathToFileURL(join(this.folder, `${name}.html`)).href });
    return 'Written to a folder.';
  }
}
