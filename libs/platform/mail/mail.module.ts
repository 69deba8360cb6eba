import { type DynamicModule, Global, Logger, Module, type Type } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import type { Config } from '#platform/config/config.js';
import { Delivery, PREPARERS } from './delivery.js';
import { deploymentKey, dnsTextOf } from './dkim.js';
import { FolderTransport } from './folder-transport.js';
import { Mail } from './mail.js';
import { MailJobs } from './mail-jobs.js';
import { SendAccountMail, SendMail } from './mail-handlers.js';
import { MailSweeper } from './mail-sweeper.js';
import type { Preparer } from './preparer.js';
import { MailServerModule } from './server/mail-server.module.js';
import { MailSuppressionModule } from './suppression/suppression.module.js';
import { SmtpTransport } from './smtp-transport.js';
import { MailTransport } from './transport.js';

/** For whoever has something to say. */
@Global()
@Module({ providers: [Mail, MailJobs], exports: [Mail, MailJobs] })
export class MailModule {}

/** For the worker that works on the queue `mail`. */
@Module({})
export class MailDeliveryModule {
  static forRoot(transport: MailTransport, preparers: Type<Preparer>[]): DynamicModule {
    return {
      module: MailDeliveryModule,
      imports: [DiscoveryModule, MailSuppressionModule, MailServerModule],
      providers: [
        { provide: MailTransport, useValue: transport },
        ...preparers,
        { provide: PREPARERS, inject: preparers, useFactory: (...instances: Preparer[]) => instances },
        Delivery, SendMail, SendAccountMail, MailSweeper,
      ],
      exports: [MailSweeper],
    };
  }
}

/** Null when no way out is configured. */
export function transportOf(config: Config): MailTransport | null {
  const { mailUrl, mailFolder, nodeEnv } = config;
  const log = new Logger('Mail');
  const key = deploymentKey(config);
  if (key) log.log({ msg: 'Mails of this deployment are signed: the DNS needs this TXT record', ...dnsTextOf(key) });
  if (mailUrl) return SmtpTransport.at(mailUrl, nodeEnv === 'production');
  if (mailFolder) return new FolderTransport(mailFolder);
  log.warn('Neither MAIL_URL nor MAIL_FOLDER is set: mails are kept and wait until one is.');
  return null;
}
