import { IsDateString, IsInt, IsNumber, IsOptional, IsPositive, IsString, IsUUID, Length, Max } from 'class-validator';
import type { Act } from '#kernel/pipeline/act.js';
import { Conflict } from '#kernel/pipeline/problem.js';
import { Action } from '#kernel/resource/verb.js';
import { currentScope } from '#kernel/tenancy/scope.js';
import { RecordOf } from '#platform/docs/record-of.js';
import { LedgerOfPayments } from './ledger-of-payments.js';
import { Invoice } from '../invoices/invoice.js';
import { Payment } from './payment.js';

const LARGEST = 9e15;

export class AllocateInput {
  @RecordOf(() => Invoice) invoiceId!: string;
  /** In minor units of the payment; as much as there is and as is open, if left out. */
  @IsOptional() @IsInt() @IsPositive() @Max(LARGEST) amount?: number;
  /** In minor units of the invoice, where it is in another currency. */
  @IsOptional() @IsInt() @IsPositive() @Max(LARGEST) settles?: number;
  /** What one of the payment's currency is worth in that of the invoice: then the difference is shown. */
  @IsOptional() @IsNumber({ maxDecimalPlaces: 10 }) @IsPositive() rate?: number;
}

export class ReleaseInput {
  @IsUUID() allocationId!: string;
}

export class RefundInput {
  @IsInt() @IsPositive() @Max(LARGEST) amount!: number;
  @IsOptional() @IsDateString({ strict: true }) @Length(10, 10) refundedOn?: string;
  @IsOptional() @IsString() @Length(1, 500) reason?: string;
}

export class ReverseInput {
  @IsString() @Length(1, 500) reason!: string;
}

@Action(Payment, 'record', { say: 'Record payment' })
export class RecordPayment {
  constructor(private readonly ledger: LedgerOfPayments) {}

  async run({ id, state }: Payment): Promise<void> {
    if (state !== 'entered') throw new Conflict('It has been recorded already.');
    await this.ledger.record(id);
  }
}

@Action(Payment, 'allocate', { say: 'Allocate to an invoice', input: AllocateInput })
export class AllocatePayment {
  constructor(private readonly ledger: LedgerOfPayments) {}

  /** Whoever allocates sees the invoice. */
  async run({ id }: Payment, input: AllocateInput, { rows }: Act): Promise<void> {
    await rows.get(Invoice, input.invoiceId);
    await this.ledger.allocate(id, input);
  }
}

@Action(Payment, 'release', { say: 'Release allocation', input: ReleaseInput })
export class ReleasePayment {
  constructor(private readonly ledger: LedgerOfPayments) {}

  async run({ id }: Payment, { allocationId }: ReleaseInput): Promise<void> {
    await this.ledger.release(id, allocationId);
  }
}

@Action(Payment, 'refund', { say: 'Refund payment', input: RefundInput })
export class RefundPayment {
  constructor(private readonly ledger: LedgerOfPayments) {}

  async run({ id }: Payment, { amount, refundedOn, reason }: RefundInput): Promise<void> {
    await this.ledger.refund(id, amount, refundedOn ?? currentScope().clock.now().toISOString().slice(0, 10), reason ?? null);
  }
}

@Action(Payment, 'reverse', { say: 'Reverse payment', input: ReverseInput })
export class ReversePayment {
  constructor(private readonly ledger: LedgerOfPayments) {}

  async run({ id }: Payment, { reason }: ReverseInput): Promise<void> {
    await this.ledger.reverse(id, reason);
  }
}
