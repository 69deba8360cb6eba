import { Injectable } from '@nestjs/common';
import { IsEmail, IsOptional, IsString, Length } from 'class-validator';
import { mailboxOf } from '#kernel/field/email.js';
import type { Act } from '#kernel/pipeline/act.js';
import { Invalid, TooManyRequests } from '#kernel/pipeline/problem.js';
import { Action } from '#kernel/resource/verb.js';
import { currentOrganizationId, currentScope } from '#kernel/tenancy/scope.js';
import { Tenancy } from '#kernel/tenancy/tenancy.js';
import { AttachesTo, type Attachment, type AttachmentSource } from '#platform/mail/attachments.js';
import type { Parameters } from '#platform/mail/letter.js';
import { Mail } from '#platform/mail/mail.js';
import { Figures } from '../paper/words.js';
import { Documents } from '../sheet/documents.js';
import { Acceptance } from './acceptance.js';
import { Moves } from './moves.js';
import { partiesOf, sentSince, type Parties } from './quotation.query.js';
import { Quotation } from './quotation.js';

const DAY_MS = 86_400_000;
const USEFUL_DAYS = 7;
/** An organisation that has been taken over must not become a sender of junk. */
const MOST_PER_HOUR = 500;
const HOUR_MS = 3_600_000;

export class SendQuotationInput {
  /** The address of its contact, if left out. */
  @IsOptional() @IsEmail() @Length(3, 254) to?: string;
  @IsOptional() @IsString() @Length(1, 2_000) message?: string;
}

/** A mail with the quote attached and a link to accept it. It is written down with all else and leaves after the commit. */
@Action(Quotation, 'send', { say: 'Send quote', input: SendQuotationInput })
export class SendQuotation {
  constructor(
    private readonly tenancy: Tenancy,
    private readonly mail: Mail,
    private readonly documents: Documents,
    private readonly acceptance: Acceptance,
    private readonly moves: Moves,
  ) {}

  async run(quotation: Quotation, { to, message }: SendQuotationInput, { tell }: Act): Promise<void> {
    this.moves.mustBe(quotation, ['issued'], 'Only what is issued and open is sent.');
    const organizationId = currentOrganizationId();
    const now = currentScope().clock.now();
    const [parties] = await this.tenancy.read<Parties>(partiesOf(organizationId, quotation));
    const address = mailboxOf(to ?? parties!.contactEmail ?? '');
    if (!address) throw new Invalid([{ at: 'to', rule: 'required', say: 'Its contact has no e-mail address: say where to send it.' }]);
    const [sent] = await this.tenancy.read<{ count: number }>(sentSince(organizationId, new Date(now.getTime() - HOUR_MS)));
    if (sent!.count >= MOST_PER_HOUR) throw new TooManyRequests(HOUR_MS / 1_000);
    const { document } = await this.documents.sent(quotation.id);
    const token = await this.acceptance.newLink(quotation.id);
    const lines = Object.fromEntries((message ?? '').split(/\n+/).filter((line) => line.trim()).slice(0, 20).map((line, n) => [`line${n}`, line]));
    await this.tenancy.transaction((transaction) =>
      this.mail.post(transaction, {
        effectKey: `quotation:${quotation.id}:${address}:${now.getTime()}`, to: address, language: document.language, letter: 'quotation', usefulUntil: new Date(now.getTime() + USEFUL_DAYS * DAY_MS),
        parameters: {
          quotationId: quotation.id, token, sender: document.sender.name, name: `${document.number} · ${document.name}`, owner: document.sender.contact ?? document.sender.name, email: document.sender.email ?? '',
          until: document.until ? new Figures(document.language, document.currency).day(document.until) : '', ...lines,
        },
      }),
    );
    await this.moves.to(quotation.id, { sentAt: now });
    await tell('quote.sent');
  }
}

@Injectable()
@AttachesTo('quotation')
export class QuotationAttachment implements AttachmentSource {
  constructor(private readonly documents: Documents) {}

  async attachments({ quotationId }: Parameters): Promise<Attachment[]> {
    const { pdf, name } = await this.documents.pdf(quotationId!);
    return [{ name, type: 'application/pdf', content: pdf }];
  }
}
