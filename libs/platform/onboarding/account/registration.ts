import { Injectable } from '@nestjs/common';
import { Forbidden } from '#kernel/pipeline/problem.js';
import { currentScope } from '#kernel/tenancy/scope.js';
import { PlatformDatabase } from '#kernel/tenancy/tenancy.js';
import type { Transaction } from '#kernel/tenancy/transaction.js';
import { uuidv7 } from '#kernel/tenancy/uuid.js';
import { Config } from '#platform/config/config.js';
import { addressKey, type Account } from '#platform/identity/account.js';
import { accountByAddress } from '#platform/identity/account.query.js';
import { AccountEvents } from '#platform/identity/account-events.js';
import { Passwords } from '#platform/identity/passwords.js';
import type { Device } from '#platform/identity/sessions/session.js';
import type { Language } from '#platform/mail/letter.js';
import { Mail } from '#platform/mail/mail.js';
import { Preparer, type Asked, type Prepared } from '#platform/mail/preparer.js';
import { LinkNotValid } from '../link-token.js';
import { openAccount } from './account-change.query.js';
import { dropSpentLinks } from './account-link.query.js';
import { expectLink, makeLink, takeLink } from './links.js';

export const REGISTRATION_ASKED = 'registration-asked';
const LIFE_MS = 24 * 60 * 60_000;

/** How somebody gets an account by themselves: the address first, name and password once it has been shown to be theirs. */
@Injectable()
export class Registration {
  constructor(
    private readonly platform: PlatformDatabase,
    private readonly mail: Mail,
    private readonly passwords: Passwords,
    private readonly events: AccountEvents,
    private readonly config: Config,
  ) {}

  /** The same single row for every address: whether there is an account already, only its mailbox learns. */
  async ask(email: string, language: Language): Promise<void> {
    this.expectSelfService();
    const usefulUntil = new Date(currentScope().clock.now().getTime() + LIFE_MS);
    await this.platform.transaction((transaction) =>
      this.mail.post(transaction, { effectKey: `${REGISTRATION_ASKED}:${uuidv7()}`, to: email, language, letter: REGISTRATION_ASKED, parameters: {}, usefulUntil }),
    );
  }

  async confirm(token: string, { name, password }: { name: string; password: string }, device: Device): Promise<Pick<Account, 'id' | 'email' | 'name'>> {
    this.expectSelfService();
    const { hash, address: proved } = await expectLink(this.platform, token, 'registration');
    const passwordHash = await this.passwords.hash(password, [name, proved!]);
    const opened = await this.platform.transaction(async (transaction) => {
      const { address } = await takeLink(transaction, hash, 'registration');
      const [account] = await transaction.query<{ id: string }>(openAccount(uuidv7(), address!, name, passwordHash));
      // They have accepted an invitation in the meantime.
      if (!account) throw new LinkNotValid();
      await transaction.query(dropSpentLinks(address!, currentScope().clock.now()));
      return { id: account.id, email: address!, name };
    });
    await this.events.tell('registered', { accountId: opened.id, device, where: null });
    return opened;
  }

  private expectSelfService(): void {
    if (!this.config.selfService) throw new Forbidden('Nobody registers here by themselves. Ask an administrator of your organisation for an invitation.');
  }
}

/** At the worker, out of sight of whoever asked. */
@Injectable()
export class PrepareRegistration extends Preparer {
  override readonly letter = REGISTRATION_ASKED;

  override async prepare({ recipient, language }: Asked, transaction: Transaction): Promise<Prepared> {
    const [known] = await transaction.query<Account>(accountByAddress(addressKey(recipient)));
    if (known) return { letter: 'account-exists', parameters: {}, to: known.email };
    return { letter: 'registration', parameters: { token: await makeLink(transaction, { purpose: 'registration', address: recipient, language }, LIFE_MS) }, to: recipient };
  }
}
