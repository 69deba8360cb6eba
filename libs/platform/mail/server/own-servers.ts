import { Injectable } from '@nestjs/common';
import { reveal } from '#kernel/field/secret.js';
import { currentOrganizationId, currentScope } from '#kernel/tenancy/scope.js';
import { Tenancy } from '#kernel/tenancy/tenancy.js';
import type { Mailbox } from '#platform/config/parsers.js';
import { Outbound } from '#platform/outbound/outbound.js';
import { domainOfAddress, keyNamed, type DkimKey } from '../dkim.js';
import { SmtpTransport } from '../smtp-transport.js';
import type { MailTransport } from '../transport.js';
import { mailServerById, mailServerInUse, noteAnswer, type MailServerRow } from './mail-server.query.js';

/** By which way a mail leaves, and in whose name. */
export interface Sender {
  readonly transport: MailTransport;
  readonly from: Mailbox;
  readonly dkim: DkimKey | null;
}

const LONGEST_ANSWER = 500;

/** The mail servers of the organisation in scope. */
@Injectable()
export class OwnServers {
  constructor(
    private readonly tenancy: Tenancy,
    private readonly outbound: Outbound,
  ) {}

  async inUse(): Promise<MailServerRow | null> {
    const [server] = await this.tenancy.read<MailServerRow>(mailServerInUse(currentOrganizationId()));
    return server ?? null;
  }

  async find(id: string): Promise<MailServerRow | null> {
    const [server] = await this.tenancy.read<MailServerRow>(mailServerById(currentOrganizationId(), id));
    return server ?? null;
  }

  /** Reached through the one door for addresses that somebody else has chosen (S35), and never in the clear. */
  open({ host, port, security, userName, credential, senderAddress, senderName, dkimName, dkimSeal }: MailServerRow): Sender {
    const auth = userName && credential ? { auth: { user: userName, pass: reveal(credential) } } : {};
    const requireTLS = !this.outbound.isExcepted(host, port);
    const transport = new SmtpTransport({ host, port, secure: security === 'tls', requireTLS, ...auth }, () => this.outbound.connect(host, port));
    const key = dkimName && dkimSeal ? keyNamed(dkimName, reveal(dkimSeal)) : null;
    return { transport, from: { name: senderName, address: senderAddress }, dkim: key?.domain === domainOfAddress(senderAddress) ? key : null };
  }

  async note(id: string, say: string, shut: boolean): Promise<void> {
    await this.tenancy.write(noteAnswer(currentOrganizationId(), id, { say: say.replaceAll(/\s+/g, ' ').trim().slice(0, LONGEST_ANSWER), shut }, currentScope().clock.now()));
  }
}
