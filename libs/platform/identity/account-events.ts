import { Injectable, Logger } from '@nestjs/common';
import type { Json } from '#kernel/field/field.js';
import { factStatement } from '#kernel/pipeline/facts.js';
import { currentScope } from '#kernel/tenancy/scope.js';
import { inOrganization, PlatformDatabase, Tenancy } from '#kernel/tenancy/tenancy.js';
import { accountEventsOf, addAccountEvent, type AccountEvent } from './account-event.query.js';
import type { Membership } from './account.js';
import { membershipsOf } from './account.query.js';
import type { Device } from './sessions/session.js';
import type { Seated } from './sessions/sessions.js';

/** In the past tense, as all facts; in a ledger they are facts of the member: `member.signed-in`. */
export type AccountFact =
  | 'signed-in' | 'sign-in-failed' | 'session-ended' | 'sessions-ended' | 'refresh-token-reused' | 'stepped-up' | 'second-factor-failed'
  | 'registered' | 'address-change-asked' | 'address-changed' | 'address-change-refused' | 'invitation-accepted'
  | 'password-reset-asked' | 'password-changed' | 'factor-added' | 'factor-renamed' | 'factor-removed' | 'recovery-codes-made' | 'recovery-code-used' | 'organisation-entered'
  | 'provider-linked' | 'provider-unlinked' | 'application-allowed' | 'application-ended';

interface Telling {
  accountId: string;
  sessionId?: string | null;
  device?: Device;
  data?: { [key: string]: Json };
  /** Whose ledgers it belongs into: of one organisation, of none, or of all that the person is a member of. */
  where: Seated | null | 'everywhere';
}

const MOST_SHOWN = 200;

/**
 * What happens to an account is written down twice: for its person, whichever organisation they were in or none, and in
 * the ledger of each organisation that it concerns.
 */
@Injectable()
export class AccountEvents {
  private readonly log = new Logger('AccountEvents');

  constructor(
    private readonly platform: PlatformDatabase,
    private readonly tenancy: Tenancy,
  ) {}

  async tell(what: AccountFact, { accountId, sessionId = null, device, data = {}, where }: Telling): Promise<void> {
    await this.note(what, accountId, { sessionId, place: device?.place ?? null, device: device?.device ?? null, data });
    const seats = where === 'everywhere' ? (await this.platform.query<Membership>(membershipsOf(accountId))).filter(({ status }) => status !== 'closed') : where ? [where] : [];
    for (const { organizationId, memberId } of seats) {
      const { actor } = currentScope();
      const author = actor.kind === 'member' && currentScope().organizationId === organizationId ? actor : ({ kind: 'member', accountId, memberId } as const);
      const fact = () => this.tenancy.write(factStatement(`member.${what}`, 'member', memberId, { session: sessionId, place: device?.place ?? null, ...data }));
      await inOrganization(organizationId, author, fact);
    }
  }

  /**
   * A failed attempt costs the same for an address that nobody has: one row, and the ledgers only once the answer is on
   * its way.
   */
  async tellFailure(what: AccountFact, accountId: string | null, device: Device, data: { [key: string]: Json }): Promise<void> {
    await this.note(what, accountId, { sessionId: null, ...device, data });
    if (accountId) setImmediate(() => void this.tellLedgers(what, accountId, device, data));
  }

  of(accountId: string): Promise<AccountEvent[]> {
    return this.platform.query<AccountEvent>(accountEventsOf(accountId, MOST_SHOWN));
  }

  private async tellLedgers(what: AccountFact, accountId: string, { place }: Device, data: { [key: string]: Json }): Promise<void> {
    try {
      for (const { organizationId, memberId, status } of await this.platform.query<Membership>(membershipsOf(accountId)))
        if (status !== 'closed') await inOrganization(organizationId, { kind: 'anonymous' }, () => this.tenancy.write(factStatement(`member.${what}`, 'member', memberId, { place, ...data })));
    } catch (err) {
      this.log.warn({ msg: 'A failed attempt stands among the events of the account, but not in every ledger', err });
    }
  }

  private note(what: AccountFact, accountId: string | null, event: Pick<AccountEvent, 'sessionId' | 'place' | 'device' | 'data'>): Promise<unknown> {
    const { clock, requestId } = currentScope();
    return this.platform.query(addAccountEvent(accountId, { happenedAt: clock.now(), what, ...event }, requestId));
  }
}
