import { Injectable } from '@nestjs/common';
import { factStatement } from '#kernel/pipeline/facts.js';
import { Tenancy } from '#kernel/tenancy/tenancy.js';

export interface Wanted {
  readonly effectKey: string;
  readonly memberId: string;
  readonly title: string;
  readonly body: string;
  readonly subject: string;
  readonly recordId: string | null;
}

/** Tells the ledger that somebody should hear of something; whoever delivers notifications listens there. */
@Injectable()
export class Notifier {
  constructor(private readonly tenancy: Tenancy) {}

  async notify({ subject, recordId, ...data }: Wanted): Promise<void> {
    await this.tenancy.write(factStatement('notification.wanted', subject, recordId, data));
  }
}
