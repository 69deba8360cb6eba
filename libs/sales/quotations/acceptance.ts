import { Injectable } from '@nestjs/common';
import { factStatement } from '#kernel/pipeline/facts.js';
import { Conflict } from '#kernel/pipeline/problem.js';
import { currentOrganizationId, currentScope } from '#kernel/tenancy/scope.js';
import { inOrganization, PlatformDatabase, Tenancy } from '#kernel/tenancy/tenancy.js';
import { newInvitationToken, readInvitationToken } from '#platform/onboarding/invitation/invitation-token.js';
import { LinkNotValid } from '#platform/onboarding/link-token.js';
import { standingOfOrganization, type OrganizationStanding } from '#platform/organizations/organization.query.js';
import { uuidv7 } from '#kernel/tenancy/uuid.js';
import { Settings } from '../settings/settings.js';
import type { SheetDocument } from '../sheet/document.js';
import { Documents } from '../sheet/documents.js';
import { Deals } from '../opportunities/public.js';
import { answerOf, dealOf, keepAnswer, keepQuotationLink, quotationBehind, type Answer, type LinkedQuotation } from './acceptance.query.js';
import { Moves } from './moves.js';

const LINK_DAYS = 180;
const DAY_MS = 86_400_000;
const SAY: Readonly<Record<string, string>> = {
  accepted: 'It has been accepted already.', declined: 'It has been declined already.', expired: 'It is not valid any more. Ask for a new one.', superseded: 'Another version has taken its place. Use the link to that one.', void: 'It has been withdrawn.',
};

export interface Seen {
  state: string;
  /** Why it cannot be answered; null while it can. */
  closed: string | null;
  hash: string;
  document: SheetDocument;
  answer: { answer: string; name: string; answeredAt: string } | null;
}

export type Given = Pick<Answer, 'answer' | 'name'> & Partial<Pick<Answer, 'signature' | 'reason' | 'address' | 'device' | 'recordedBy'>>;

/** The customer's side of a quote: whoever holds the link sees it, and answers once. */
@Injectable()
export class Acceptance {
  constructor(
    private readonly tenancy: Tenancy,
    private readonly platform: PlatformDatabase,
    private readonly documents: Documents,
    private readonly settings: Settings,
    private readonly moves: Moves,
    private readonly deals: Deals,
  ) {}

  /** In the transaction of the scope. What is kept of the token opens nothing. */
  async newLink(quotationId: string): Promise<string> {
    const now = currentScope().clock.now();
    const token = newInvitationToken(currentOrganizationId());
    const link = { id: uuidv7(), quotationId, hash: readInvitationToken(token)!.hash, expiresAt: new Date(now.getTime() + LINK_DAYS * DAY_MS) };
    await this.tenancy.write(keepQuotationLink(currentOrganizationId(), link, now));
    return token;
  }

  look(token: string): Promise<Seen> {
    return this.behind(token, async (quotation) => this.seen(quotation));
  }

  pdf(token: string): Promise<{ pdf: Buffer; name: string }> {
    return this.behind(token, ({ id }) => this.documents.pdf(id));
  }

  /** `hash` names what they have read: nobody accepts what they have not seen. */
  answer(token: string, hash: string, given: Given): Promise<Seen> {
    return this.behind(token, (_found, linkHash) =>
      this.tenancy.transaction(async () => {
        const [quotation] = await this.tenancy.read<LinkedQuotation>(quotationBehind(currentOrganizationId(), linkHash, currentScope().clock.now(), true));
        if (!quotation) throw new LinkNotValid();
        const seen = await this.seen(quotation);
        // A second click is the first one again.
        if (seen.answer && seen.answer.answer === given.answer && seen.answer.name === given.name) return seen;
        if (seen.closed) throw new Conflict(seen.closed, [{ at: 'state', rule: seen.state, say: seen.closed }]);
        if (seen.hash !== hash) throw new Conflict('This is not what you have read. Read it again.');
        await this.settle(quotation.id, given);
        return this.seen({ ...quotation, state: given.answer });
      }),
    );
  }

  /** In the transaction of the scope, while the quote is held: the answer, what becomes of the quote, and the word of it stand or fall together. */
  async settle(quotationId: string, { answer, name, signature = null, reason = null, address = null, device = null, recordedBy = null }: Given): Promise<void> {
    const { document, hash } = await this.documents.sent(quotationId);
    const answeredAt = currentScope().clock.now();
    await this.tenancy.write(keepAnswer(currentOrganizationId(), { quotationId, answer, name, signature, reason, edition: document.edition, documentHash: Buffer.from(hash, 'hex'), address, device, recordedBy, answeredAt }));
    await this.moves.to(quotationId, { state: answer, answeredAt, ...(reason ? { reason } : {}) });
    const [deal] = await this.tenancy.read<{ opportunityId: string | null }>(dealOf(currentOrganizationId(), quotationId));
    // The net amount: taxes are nobody's revenue.
    if (answer === 'accepted' && deal?.opportunityId) await this.deals.win(deal.opportunityId, { amount: { amount: document.net, currency: document.currency }, at: answeredAt });
    await this.tenancy.write(factStatement(`quote.${answer}`, 'quotation', quotationId, { number: document.number, edition: document.edition, total: document.total, currency: document.currency, hash, byLink: recordedBy === null }));
  }

  /** Enters the organisation that the token names. Whatever is wrong with a link, it is not valid, and nothing more is learned. */
  private async behind<T>(token: string, work: (quotation: LinkedQuotation, linkHash: Buffer) => Promise<T>): Promise<T> {
    const { organizationId, hash } = readInvitationToken(token) ?? {};
    if (!organizationId || !hash) throw new LinkNotValid();
    const [standing] = await this.platform.query<OrganizationStanding>(standingOfOrganization(organizationId));
    if (standing?.status !== 'active' || !standing.modules.includes('sales')) throw new LinkNotValid();
    return inOrganization(organizationId, { kind: 'system', reason: 'the customer opened the link of a quote' }, async () => {
      const [quotation] = await this.tenancy.read<LinkedQuotation>(quotationBehind(organizationId, hash, currentScope().clock.now(), false));
      if (!quotation) throw new LinkNotValid();
      return work(quotation, hash);
    });
  }

  private async seen({ id, state, validUntil }: LinkedQuotation): Promise<Seen> {
    const { document, hash } = await this.documents.sent(id);
    const [answer] = await this.tenancy.read<Answer>(answerOf(currentOrganizationId(), id));
    const over = state === 'issued' && validUntil !== null && validUntil < (await this.settings.day(await this.settings.organization()));
    const now = over ? 'expired' : state;
    return { state: now, closed: SAY[now] ?? null, hash, document, answer: answer ? { answer: answer.answer, name: answer.name, answeredAt: answer.answeredAt.toISOString() } : null };
  }
}
