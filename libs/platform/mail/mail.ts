import { Injectable } from '@nestjs/common';
import { mailboxOf } from '#kernel/field/email.js';
import { sealSecret } from '#kernel/field/secret-box.js';
import { currentScope } from '#kernel/tenancy/scope.js';
import type { Transaction } from '#kernel/tenancy/transaction.js';
import { uuidv7 } from '#kernel/tenancy/uuid.js';
import type { Letter } from './letter.js';
import { MailJobs } from './mail-jobs.js';
import { addMail } from './mail.query.js';

/** The one door through which mail leaves. */
@Injectable()
export class Mail {
  constructor(private readonly jobs: MailJobs) {}

  /**
   * Stands or falls with the transaction; sent after its commit, at least once. In a transaction of an organisation it is
   * that organisation's mail, otherwise the deployment's.
   */
  async post(transaction: Transaction, { parameters, ...letter }: Letter): Promise<void> {
    if (mailboxOf(letter.to) !== letter.to) throw new TypeError('A letter goes to one plain address: check it before it comes here.');
    const mail = { organizationId: transaction.organizationId, id: uuidv7() };
    const sealed = sealSecret(JSON.stringify(parameters), mail.id);
    const added = await transaction.query(addMail(mail, letter, sealed, currentScope().clock.now()));
    // The sweeper finds what no job was made for.
    if (added.length > 0) transaction.afterCommit(() => void this.jobs.enqueue(mail, 0).catch(() => undefined));
  }
}
