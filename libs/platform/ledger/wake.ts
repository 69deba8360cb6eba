import { type BeforeApplicationShutdown, Injectable, type OnModuleInit } from '@nestjs/common';
import { anonymousScope, runInScope } from '#kernel/tenancy/scope.js';
import { PlatformDatabase } from '#kernel/tenancy/tenancy.js';
import { commits } from '#kernel/tenancy/transaction.js';
import { uuidv7 } from '#kernel/tenancy/uuid.js';
import { notify } from './ledger.query.js';

export const LEDGER_CHANNEL = 'tessera_ledger';

const GATHER_MS = 10;
/** A notification may hold 8,000 bytes. */
const MOST_NAMED = 200;

/**
 * Tells the relay where something was written. Not within the transaction that wrote: notifying makes commits wait for
 * each other. What is lost here is found by the relay's own look around.
 */
@Injectable()
export class Wake implements OnModuleInit, BeforeApplicationShutdown {
  private written = new Set<string>();
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly platform: PlatformDatabase) {}

  onModuleInit(): void {
    commits.subscribe(this.note);
  }

  beforeApplicationShutdown(): void {
    commits.unsubscribe(this.note);
    clearTimeout(this.timer);
  }

  private readonly note = (organizationId: unknown): void => {
    this.written.add(organizationId as string);
    this.timer ??= setTimeout(() => void this.tell(), GATHER_MS);
  };

  private async tell(): Promise<void> {
    const named = [...this.written];
    this.written = new Set();
    this.timer = undefined;
    for (let at = 0; at < named.length; at += MOST_NAMED) {
      const payload = named.slice(at, at + MOST_NAMED).join(' ');
      await runInScope(anonymousScope(uuidv7()), () => this.platform.query(notify(LEDGER_CHANNEL, payload))).catch(() => undefined);
    }
  }
}
