import { Injectable, Logger } from '@nestjs/common';
import { Conflict, Unauthenticated } from '#kernel/pipeline/problem.js';
import { currentScope } from '#kernel/tenancy/scope.js';
import { inOrganization, PlatformDatabase, Tenancy } from '#kernel/tenancy/tenancy.js';
import type { Transaction } from '#kernel/tenancy/transaction.js';
import { uuidv7 } from '#kernel/tenancy/uuid.js';
import { addressKey, type Account, type Membership } from '#platform/identity/account.js';
import { AccountEvents } from '#platform/identity/account-events.js';
import { accountByAddress, accountById, membershipsOf } from '#platform/identity/account.query.js';
import { Revocations } from '#platform/identity/sessions/revocations.js';
import type { Device } from '#platform/identity/sessions/session.js';
import { endSessionsOf } from '#platform/identity/sessions/session.query.js';
import type { Language, Parameters } from '#platform/mail/letter.js';
import { Mail } from '#platform/mail/mail.js';
import { Preparer, type Asked, type Prepared } from '#platform/mail/preparer.js';
import { LinkNotValid } from '../link-token.js';
import { addChange, lockChange, moveAccount, moveMember, noteChange, type AddressChange } from './account-change.query.js';
import { dropLinksOfAccount, dropLinksOfChange } from './account-link.query.js';
import { expectLink, makeLink, takeLink } from './links.js';

export const NEW_ADDRESS_ASKED = 'address-new-asked';
const DAY_MS = 24 * 60 * 60_000;
const UNDO_MS = 7 * DAY_MS;

interface Move {
  accountId: string;
  from: string;
  to: string;
}

/** Moves an account to another e-mail address once both have said yes. The former one may refuse, and for a week undo it. */
@Injectable()
export class AddressChanges {
  private readonly logger = new Logger('Onboarding');

  constructor(
    private readonly platform: PlatformDatabase,
    private readonly tenancy: Tenancy,
    private readonly mail: Mail,
    private readonly revocations: Revocations,
    private readonly events: AccountEvents,
  ) {}

  /** Whether somebody has the new address already, only its mailbox learns. */
  async ask(accountId: string, wanted: string, language: Language, device: Device): Promise<void> {
    const now = currentScope().clock.now();
    await this.platform.transaction(async (transaction) => {
      const [account] = await transaction.query<Account>(accountById(accountId));
      if (account?.status !== 'active') throw new Unauthenticated();
      if (account.email === wanted) throw new Conflict('This is your address already.');
      await transaction.query(dropLinksOfAccount(accountId, ['address-new', 'address-old']));
      const changeId = uuidv7();
      await transaction.query(addChange(changeId, accountId, account.email, wanted, now));
      const link = { accountId, changeId, language };
      const token = await makeLink(transaction, { ...link, purpose: 'address-new' }, DAY_MS);
      await this.post(transaction, wanted, language, NEW_ADDRESS_ASKED, { token, name: account.name });
      const yes = await makeLink(transaction, { ...link, purpose: 'address-old' }, DAY_MS);
      const refusal = await makeLink(transaction, { ...link, purpose: 'address-refusal' }, DAY_MS);
      await this.post(transaction, account.email, language, 'address-old', { token: yes, refusal, email: wanted });
    });
    await this.events.tell('address-change-asked', { accountId, device, where: null });
  }

  /** One of the two addresses says yes. Answers whether that was the second one, and the account has moved. */
  async confirm(token: string, device: Device): Promise<boolean> {
    const { hash, accountId, changeId } = await expectLink(this.platform, token, 'address-new', 'address-old');
    const now = currentScope().clock.now();
    const moved = await this.platform.transaction(async (transaction) => {
      const before = await this.change(transaction, changeId!);
      const link = await takeLink(transaction, hash, 'address-new', 'address-old');
      if (before.doneAt || before.refusedAt) throw new LinkNotValid();
      const change = link.purpose === 'address-new' ? { ...before, newSaidYesAt: now } : { ...before, oldSaidYesAt: now };
      if (!change.newSaidYesAt || !change.oldSaidYesAt) {
        await transaction.query(noteChange(change));
        return null;
      }
      await transaction.query(noteChange({ ...change, doneAt: now }));
      return this.move(transaction, change, link.language, now);
    });
    if (!moved) return false;
    await this.moveMembers(moved);
    await this.events.tell('address-changed', { accountId: accountId!, device, where: 'everywhere' });
    return true;
  }

  /** The former address says no, before or after. Whoever asked for it is signed out. */
  async refuse(token: string, device: Device): Promise<void> {
    const { hash, accountId, changeId } = await expectLink(this.platform, token, 'address-refusal');
    const now = currentScope().clock.now();
    const back = await this.platform.transaction(async (transaction) => {
      const change = await this.change(transaction, changeId!);
      await takeLink(transaction, hash, 'address-refusal');
      if (change.refusedAt) throw new LinkNotValid();
      await transaction.query(noteChange({ ...change, refusedAt: now }));
      await transaction.query(dropLinksOfChange(change.id));
      await transaction.query(dropLinksOfAccount(change.accountId, ['password-reset']));
      await this.signOut(transaction, change.accountId, now);
      return change.doneAt ? this.moveBack(transaction, change, now) : null;
    });
    if (back) await this.moveMembers(back);
    await this.events.tell('address-change-refused', { accountId: accountId!, device, data: { undone: back !== null }, where: 'everywhere' });
  }

  private async move(transaction: Transaction, { id, accountId, former, wanted }: AddressChange, language: Language, now: Date): Promise<Move> {
    const [account] = await transaction.query(moveAccount(accountId, former, wanted, now));
    if (!account) throw new LinkNotValid();
    await transaction.query(dropLinksOfChange(id));
    await transaction.query(dropLinksOfAccount(accountId, ['password-reset']));
    await this.signOut(transaction, accountId, now);
    const undo = await makeLink(transaction, { purpose: 'address-refusal', accountId, changeId: id, language }, UNDO_MS);
    await this.post(transaction, former, language, 'address-changed', { token: undo, email: wanted }, UNDO_MS);
    return { accountId, from: former, to: wanted };
  }

  private async moveBack(transaction: Transaction, { accountId, former, wanted }: AddressChange, now: Date): Promise<Move> {
    const [account] = await transaction.query(moveAccount(accountId, wanted, former, now));
    if (!account) throw new LinkNotValid();
    return { accountId, from: wanted, to: former };
  }

  private async signOut(transaction: Transaction, accountId: string, now: Date): Promise<void> {
    await transaction.query(endSessionsOf(accountId, null, now, 'address-changed'));
    transaction.afterCommit(() => this.revocations.announce({ accountId }));
  }

  /** Locked before its links are touched, so that a yes and a no at the same moment come one after the other. */
  private async change(transaction: Transaction, changeId: string): Promise<AddressChange> {
    const [change] = await transaction.query<AddressChange>(lockChange(changeId));
    if (!change) throw new LinkNotValid();
    return change;
  }

  /** Their colleagues write to the address that they sign in with. The account has moved already, so an organisation that cannot follow is only told of. */
  private async moveMembers({ accountId, from, to }: Move): Promise<void> {
    for (const { organizationId, memberId } of await this.platform.query<Membership>(membershipsOf(accountId))) {
      const move = moveMember(organizationId, memberId, from, to, currentScope().clock.now());
      await inOrganization(organizationId, { kind: 'member', accountId, memberId }, () => this.tenancy.write(move)).catch((error: unknown) => {
        this.logger.warn({ msg: 'A member kept the former address of their account', organizationId, member: memberId, error });
      });
    }
  }

  private post(transaction: Transaction, to: string, language: Language, letter: string, parameters: Parameters, usefulMs = DAY_MS): Promise<void> {
    return this.mail.post(transaction, { effectKey: `${letter}:${uuidv7()}`, to, language, letter, parameters, usefulUntil: new Date(currentScope().clock.now().getTime() + usefulMs) });
  }
}

/** At the worker, out of sight of whoever asked. */
@Injectable()
export class PrepareNewAddress extends Preparer {
  override readonly letter = NEW_ADDRESS_ASKED;

  override async prepare({ recipient, parameters }: Asked, transaction: Transaction): Promise<Prepared> {
    const [taken] = await transaction.query<Account>(accountByAddress(addressKey(recipient)));
    return taken ? { letter: 'address-taken', parameters: {}, to: taken.email } : { letter: 'address-new', parameters, to: recipient };
  }
}
