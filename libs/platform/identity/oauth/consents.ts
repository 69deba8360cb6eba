import { Injectable } from '@nestjs/common';
import { NotFound } from '#kernel/pipeline/problem.js';
import { currentScope } from '#kernel/tenancy/scope.js';
import { PlatformDatabase } from '#kernel/tenancy/tenancy.js';
import { isUuid } from '#kernel/tenancy/uuid.js';
import { AccountEvents } from '../account-events.js';
import type { Identity } from '../identity.js';
import { Revocations } from '../sessions/revocations.js';
import { dropArtifactsOf } from './artifact.query.js';
import { consentsOf, consentTo, dropConsent, keepConsent, type Consent, type NewConsent } from './consent.query.js';

/** What a person has agreed that applications may do, in all their organisations. */
@Injectable()
export class Consents {
  constructor(
    private readonly platform: PlatformDatabase,
    private readonly revocations: Revocations,
    private readonly events: AccountEvents,
  ) {}

  async covers({ organizationId, memberId, clientId, scopes }: NewConsent): Promise<boolean> {
    const [consent] = await this.platform.query<Consent>(consentTo(organizationId, memberId, clientId));
    return consent !== undefined && scopes.every((scope) => consent.scopes.includes(scope));
  }

  async give(consent: NewConsent, sessionId: string, isNew: boolean): Promise<void> {
    await this.platform.query(keepConsent(consent, currentScope().clock.now()));
    const { accountId, organizationId, memberId, name, scopes } = consent;
    if (isNew) await this.events.tell('application-allowed', { accountId, sessionId, data: { application: name, scopes: [...scopes] }, where: { organizationId, memberId } });
  }

  of(accountId: string): Promise<Consent[]> {
    return this.platform.query<Consent>(consentsOf(accountId));
  }

  /** All that the application has of the person ends with it. */
  async end(id: string, { accountId, sessionId }: Identity): Promise<void> {
    if (!isUuid(id)) throw new NotFound();
    const ended = await this.platform.transaction(async (transaction) => {
      const [consent] = await transaction.query<Consent>(dropConsent(id, accountId));
      if (consent) await transaction.query(dropArtifactsOf(consent.organizationId, consent.clientId, consent.memberId));
      return consent;
    });
    if (!ended) throw new NotFound();
    const { organizationId, memberId, name } = ended;
    this.revocations.announce({ organizationId });
    await this.events.tell('application-ended', { accountId, sessionId, data: { application: name }, where: { organizationId, memberId } });
  }
}
