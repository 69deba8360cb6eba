import { Injectable } from '@nestjs/common';
import { Conflict, Invalid } from '#kernel/pipeline/problem.js';
import { currentScope } from '#kernel/tenancy/scope.js';
import { PlatformDatabase } from '#kernel/tenancy/tenancy.js';
import type { Language } from '#platform/mail/letter.js';
import { AccountEvents } from './account-events.js';
import { Alerts } from './alerts.js';
import { accountToCheckById, changePassword, type AccountToCheck } from './account.query.js';
import { FactorThrottle } from './factors/factor-throttle.js';
import type { Identity } from './identity.js';
import { Passwords } from './passwords.js';
import type { Device } from './sessions/session.js';
import { Sessions } from './sessions/sessions.js';

/** A new password for somebody who knows the present one. All other sessions of theirs end, and they hear of it by mail. */
@Injectable()
export class PasswordChange {
  constructor(
    private readonly platform: PlatformDatabase,
    private readonly passwords: Passwords,
    private readonly throttle: FactorThrottle,
    private readonly sessions: Sessions,
    private readonly events: AccountEvents,
    private readonly alerts: Alerts,
  ) {}

  async change({ accountId, sessionId }: Identity, present: string, next: string, device: Device, language: Language): Promise<void> {
    const giveBack = await this.throttle.admit(accountId);
    const [account] = await this.platform.query<AccountToCheck>(accountToCheckById(accountId));
    if (!account || !(await this.passwords.matches(present, account.passwordHash))) throw new Invalid([{ at: 'present', rule: 'password', say: 'Is not the present password.' }]);
    await giveBack();
    if (next === present) throw new Invalid([{ at: 'password', rule: 'same', say: 'Must not be the present one.' }]);
    const hash = await this.passwords.hash(next, [account.name, account.email]);
    const now = currentScope().clock.now();
    await this.platform.transaction(async (transaction) => {
      const changed = await transaction.query(changePassword(accountId, account.passwordHash, hash, now));
      if (changed.length === 0) throw new Conflict('The password has just been changed elsewhere. Sign in again.');
      await this.alerts.post(transaction, { ...account, language }, 'password-changed');
    });
    await this.sessions.endAllOf(accountId, { except: sessionId, because: 'password-changed' });
    await this.events.tell('password-changed', { accountId, sessionId, device, where: 'everywhere' });
  }
}
