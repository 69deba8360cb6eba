import { Injectable } from '@nestjs/common';
import { currentScope } from '#kernel/tenancy/scope.js';
import { PlatformDatabase } from '#kernel/tenancy/tenancy.js';
import type { Transaction } from '#kernel/tenancy/transaction.js';
import { uuidv7 } from '#kernel/tenancy/uuid.js';
import { addressKey, type Account } from '#platform/identity/account.js';
import { addAccountEvent } from '#platform/identity/account-event.query.js';
import { AccountEvents, type AccountFact } from '#platform/identity/account-events.js';
import { accountByAddress, accountById } from '#platform/identity/account.query.js';
import { Alerts } from '#platform/identity/alerts.js';
import { Passwords } from '#platform/identity/passwords.js';
import { Revocations } from '#platform/identity/sessions/revocations.js';
import type { Device } from '#platform/identity/sessions/session.js';
import { endSessionsOf } from '#platform/identity/sessions/session.query.js';
import type { Language } from '#platform/mail/letter.js';
import { Mail } from '#platform/mail/mail.js';
import { Preparer, type Asked, type Prepared } from '#platform/mail/preparer.js';
import { LinkNotValid } from '../link-token.js';
import { setPassword } from './account-change.query.js';
import { dropLinksOfAccount } from './account-link.query.js';
import { expectLink, makeLink, takeLink } from './links.js';

export const PASSWORD_RESET_ASKED = 'password-reset-asked';
const LIFE_MS = 30 * 60_000;

/** For whoever has forgotten their password and still has their mailbox. A second factor stays what it is. */
@Injectable()
export class PasswordReset {
  constructor(
    private readonly platform: PlatformDatabase,
    private readonly mail: Mail,
    private readonly alerts: Alerts,
    private readonly passwords: Passwords,
    private readonly revocations: Revocations,
    private readonly events: AccountEvents,
  ) {}

  /** The same single row for every address; an unknown one gets no mail. */
  async ask(email: string, language: Language): Promise<void> {
    const usefulUntil = new Date(currentScope().clock.now().getTime() + LIFE_MS);
    await this.platform.transaction((transaction) =>
      this.mail.post(transaction, { effectKey: `${PASSWORD_RESET_ASKED}:${uuidv7()}`, to: email, language, letter: PASSWORD_RESET_ASKED, parameters: {}, usefulUntil }),
    );
  }

  /** Whoever is signed in is signed out, and whatever else was on its way to the account with a link comes to nothing. */
  async confirm(token: string, password: string, device: Device): Promise<void> {
    const { hash, accountId: owner } = await expectLink(this.platform, token, 'password-reset');
    const [person] = await this.platform.query<Account>(accountById(owner!));
    const passwordHash = await this.passwords.hash(password, [person!.name, person!.email]);
    const now = currentScope().clock.now();
    await this.platform.transaction(async (transaction) => {
      const { accountId, language } = await takeLink(transaction, hash, 'password-reset');
      const [account] = await transaction.query<{ email: string }>(setPassword(accountId!, passwordHash, now));
      if (!account) throw new LinkNotValid();
      await transaction.query(dropLinksOfAccount(accountId!, ['password-reset', 'address-new', 'address-old']));
      await transaction.query(endSessionsOf(accountId!, null, now, 'password-changed'));
      transaction.afterCommit(() => this.revocations.announce({ accountId: accountId! }));
      await this.alerts.post(transaction, { id: accountId!, email: account.email, language }, 'password-changed');
    });
    await this.events.tell('password-changed', { accountId: owner!, device, data: { by: 'mail' }, where: 'everywhere' });
  }
}

/** At the worker, out of sight of whoever asked. */
@Injectable()
export class PreparePasswordReset extends Preparer {
  override readonly letter = PASSWORD_RESET_ASKED;

  override async prepare({ recipient, language }: Asked, transaction: Transaction): Promise<Prepared | null> {
    const [account] = await transaction.query<Account>(accountByAddress(addressKey(recipient)));
    if (account?.status !== 'active') return null;
    const { clock, requestId } = currentScope();
    await transaction.query(addAccountEvent(account.id, { happenedAt: clock.now(), what: 'password-reset-asked' satisfies AccountFact, sessionId: null, place: null, device: null, data: {} }, requestId));
    return { letter: 'password-reset', parameters: { token: await makeLink(transaction, { purpose: 'password-reset', accountId: account.id, language }, LIFE_MS) }, to: account.email };
  }
}
