import { Inject, Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import { openSecret, sealSecret } from '#kernel/field/secret-box.js';
import { currentScope } from '#kernel/tenancy/scope.js';
import { PlatformDatabase, Tenancy } from '#kernel/tenancy/tenancy.js';
import type { Statement } from '#kernel/tenancy/transaction.js';
import { Config } from '#platform/config/config.js';
import { count } from '#platform/observability/count.js';
import { standingOfOrganization, type OrganizationStanding } from '#platform/organizations/organization.query.js';
import { letterAttachedTo, type AttachmentSource } from './attachments.js';
import { deploymentKey } from './dkim.js';
import type { Parameters } from './letter.js';
import { MailJobs } from './mail-jobs.js';
import { claimMail, endMail, keepPrepared, postponeMail, type MailRef, type MailRow, type Outcome } from './mail.query.js';
import type { Prepared, Preparer } from './preparer.js';
import { isSendingRule, type SendingRule } from './sending-rule.js';
import { OwnServers, type Sender } from './server/own-servers.js';
import { Suppressions } from './suppression/suppressions.js';
import { unsubscribeLink } from './suppression/unsubscribe-link.js';
import { MailTransport, NotTaken } from './transport.js';
import { UnknownLetterError, writeLetter } from './write-letter.js';

export const PREPARERS = Symbol('preparers of letters');

/** Longer than the transport's patience: whoever still had the mail then has lost it. */
const CLAIM_MS = 120_000;
/** Whoever wrote the row may have a clock that is so much ahead. */
const CLOCKS_DIFFER_MS = 5_000;
const MINUTE_MS = 60_000;
/** How long to wait after the first failure, the second and so on; after the last one the mail is dead. */
const WAITS_MINUTES = [0.5, 2, 10, 30, 60, 120, 240, 480, 720];
const LONGEST_OUTCOME = 500;

/** Sends one mail that stands in its table. Whatever happens in between, the row tells the next one where to go on. */
@Injectable()
export class Delivery implements OnModuleInit {
  private readonly logger = new Logger('Mail');
  private readonly preparers: ReadonlyMap<string, Preparer>;
  private rules: readonly SendingRule[] = [];
  private sources: ReadonlyMap<string, AttachmentSource> = new Map();

  constructor(
    private readonly tenancy: Tenancy,
    private readonly platform: PlatformDatabase,
    private readonly transport: MailTransport,
    private readonly jobs: MailJobs,
    private readonly config: Config,
    private readonly discovery: DiscoveryService,
    private readonly suppressions: Suppressions,
    private readonly ownServers: OwnServers,
    @Inject(PREPARERS) preparers: readonly Preparer[],
  ) {
    this.preparers = new Map(preparers.map((preparer) => [preparer.letter, preparer]));
  }

  /** Before the first job is taken. */
  onModuleInit(): void {
    const found = this.discovery.getProviders().filter(({ metatype }) => isSendingRule(metatype));
    this.rules = [...new Set(found.map(({ instance }) => instance as SendingRule))];
    const sources = this.discovery.getProviders().map(({ metatype, instance }) => [letterAttachedTo(metatype), instance as AttachmentSource] as const);
    this.sources = new Map(sources.filter((each): each is [string, AttachmentSource] => each[0] !== undefined));
  }

  async deliver(mail: MailRef, signal: AbortSignal): Promise<void> {
    const now = this.now();
    const [row] = await this.ask<MailRow>(mail, claimMail(mail, new Date(now.getTime() + CLOCKS_DIFFER_MS), new Date(now.getTime() + CLAIM_MS)));
    if (!row) return;
    if (row.usefulUntil <= now) return this.end(mail, row, 'dropped', 'Nobody would want it any more.');
    if (!(await this.mayLeave(mail))) return this.end(mail, row, 'dropped', 'The organisation is not active.');
    // While an organisation has a server of its own, nothing of it leaves by another way: it waits.
    const own = mail.organizationId === null ? null : await this.ownServers.inUse();
    try {
      const ready = await this.prepared(mail, row);
      if (!ready) return await this.end(mail, row, 'dropped', 'There was nothing to say.');
      const refusal = await this.refusal(mail, row, ready);
      if (refusal) return await this.end(mail, row, 'dropped', refusal);
      const { publicUrl } = this.config;
      const { transport, from, dkim } = own ? this.ownServers.open(own) : this.deployment();
      const written = writeLetter(ready.letter, ready.parameters, row.language, publicUrl);
      const attachments = (await this.sources.get(ready.letter)?.attachments(ready.parameters)) ?? [];
      const messageId = `<${mail.id}@${new URL(publicUrl).hostname}>`;
      const receipt = await transport.send({ ...written, messageId, date: row.createdAt, from, dkim, to: ready.to, attachments, ...unsubscribing(mail, row, ready, publicUrl) }, signal);
      await this.end(mail, row, 'sent', receipt);
      if (own?.failingSince) await this.ownServers.note(own.id, receipt, false);
    } catch (error) {
      await this.fail(mail, row, error);
      if (own && !own.failingSince && error instanceof NotTaken && error.shut) await this.ownServers.note(own.id, error.message, true);
    }
  }

  private deployment(): Sender {
    return { transport: this.transport, from: this.config.mailFrom, dkim: deploymentKey(this.config) };
  }

  private prepared(mail: MailRef, { letter, parameters, recipient, language }: MailRow): Promise<Prepared | null> {
    const given = JSON.parse(openSecret(parameters, mail.id)) as Parameters;
    const preparer = this.preparers.get(letter);
    if (!preparer) return Promise.resolve({ letter, parameters: given, to: recipient });
    return this.platform.transaction(async (transaction) => {
      const ready = await preparer.prepare({ recipient, language, parameters: given }, transaction);
      // What is sent twice must be the same both times, so it is kept before it is sent.
      if (ready) await transaction.query(keepPrepared(mail, ready, sealSecret(JSON.stringify(ready.parameters), mail.id)));
      return ready;
    });
  }

  /** Of the deployment's own mails none is refused: without them nobody gets into their account. */
  private async refusal({ organizationId }: MailRef, { purpose }: MailRow, { to, letter, parameters }: Prepared): Promise<string | null> {
    if (organizationId === null) return null;
    for (const rule of this.rules) {
      const refusal = await rule.refusal({ recipient: to, letter, purpose, parameters });
      if (refusal !== null) return refusal;
    }
    return null;
  }

  private async fail(mail: MailRef, row: MailRow, error: unknown): Promise<void> {
    const taken = error instanceof NotTaken ? error : null;
    const outcome = error instanceof Error ? error.message : String(error);
    const wait = WAITS_MINUTES[row.attempts - 1];
    // The same message a third time would be worse than one that is missing.
    const twiceInDoubt = taken?.doubtful === true && row.doubtful;
    if (taken?.forGood || twiceInDoubt || wait === undefined || error instanceof UnknownLetterError) {
      this.logger.error({ msg: 'A mail could not be sent and is given up', mail: mail.id, organizationId: mail.organizationId, attempts: row.attempts, error });
      if (taken?.bounced && mail.organizationId !== null) await this.suppressions.add(row.recipient, 'bounced');
      return this.end(mail, row, 'dead', outcome);
    }
    this.logger.warn({ msg: 'A mail could not be sent and will be tried again', mail: mail.id, organizationId: mail.organizationId, attempts: row.attempts, minutes: wait, error });
    await this.ask(mail, postponeMail(mail, row.attempts, shortened(outcome), taken?.doubtful ?? false, new Date(this.now().getTime() + wait * MINUTE_MS)));
    await this.jobs.enqueue(mail, row.attempts, wait * MINUTE_MS).catch(() => undefined);
  }

  private async end(mail: MailRef, { attempts }: MailRow, status: Outcome, outcome: string): Promise<void> {
    await this.ask(mail, endMail(mail, attempts, status, shortened(outcome), this.now()));
    count(`platform.mails.${status}`);
  }

  private async mayLeave({ organizationId }: MailRef): Promise<boolean> {
    if (organizationId === null) return true;
    const [organization] = await this.platform.query<OrganizationStanding>(standingOfOrganization(organizationId));
    return organization?.status === 'active';
  }

  private ask<R>({ organizationId }: MailRef, statement: Statement): Promise<R[]> {
    return organizationId === null ? this.platform.query<R>(statement) : this.tenancy.write<R>(statement);
  }

  private now(): Date {
    return currentScope().clock.now();
  }
}

function unsubscribing({ organizationId }: MailRef, { purpose }: MailRow, { to }: Prepared, base: string): { unsubscribe?: string } {
  return organizationId !== null && purpose === 'message' ? { unsubscribe: unsubscribeLink(base, { organizationId, address: to }) } : {};
}

function shortened(text: string): string {
  return text.slice(0, LONGEST_OUTCOME);
}
