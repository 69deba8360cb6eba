import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { PlatformDatabase } from '#kernel/tenancy/tenancy.js';
import { leaveLease, takeLease } from './ledger.query.js';

/** Who of several processes leads, by the clock of the database. Whoever was frozen may believe to lead a while longer: what it does must be safe all the same. */
@Injectable()
export class Lease {
  private readonly holder = randomUUID();

  constructor(private readonly platform: PlatformDatabase) {}

  async take(name: string, seconds: number): Promise<boolean> {
    return (await this.platform.query(takeLease(name, this.holder, seconds))).length > 0;
  }

  async leave(name: string): Promise<void> {
    await this.platform.query(leaveLease(name, this.holder));
  }
}
