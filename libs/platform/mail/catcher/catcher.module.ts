import { type DynamicModule, Module } from '@nestjs/common';
import type { Config } from '#platform/config/config.js';
import { CaughtMails } from './caught-mails.js';
import { MailboxController } from './mailbox.controller.js';

@Module({ controllers: [MailboxController], providers: [CaughtMails] })
export class MailCatcherModule {
  /** Nothing where mails are really sent: there the address does not exist. */
  static whereMailsAreCaught({ mailFolder, mailUrl, nodeEnv }: Config): DynamicModule[] {
    return mailFolder && !mailUrl && nodeEnv !== 'production' ? [{ module: MailCatcherModule }] : [];
  }
}
