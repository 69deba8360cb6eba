import { setTimeout as sleep } from 'node:timers/promises';
import { type BeforeApplicationShutdown, Injectable, Logger } from '@nestjs/common';
import { anonymousScope, runInScope } from '#kernel/tenancy/scope.js';
import { asSystem } from '#kernel/tenancy/tenancy.js';
import { uuidv7 } from '#kernel/tenancy/uuid.js';
import { inSpan, SpanKind, startSpan } from '#platform/observability/span.js';
import { within } from '#platform/clock/within.js';
import { RedisConnections } from './redis-connections.js';

const PATIENCE_MS = 1_000;

export interface Tick {
  name: string;
  everyMs: number;
  /** Spread over this time, so that not everything begins on the stroke of the hour. */
  jitterMs: number;
}

/** Schedules run in every worker; each tick of them is done by one. */
@Injectable()
export class Ticks implements BeforeApplicationShutdown {
  private readonly logger = new Logger('Schedule');
  private readonly stopping = new AbortController();

  constructor(private readonly connections: RedisConnections) {}

  /** `work` gets the name of the tick, the same in all workers: it makes effect keys unique. A failed tick is logged, and the next one comes. */
  async once({ name, everyMs, jitterMs }: Tick, work: (tick: string) => Promise<void>): Promise<void> {
    // Rounded, since a timer fires a little early or late and clocks differ a little.
    const tick = `${name}@${new Date(Math.round(Date.now() / everyMs) * everyMs).toISOString()}`;
    try {
      await sleep(Math.random() * jitterMs, undefined, { signal: this.stopping.signal, ref: false });
      if (!(await this.isOurs(tick, everyMs))) return;
      const span = startSpan(`tick ${name}`, SpanKind.internal);
      await inSpan(span, () => runInScope(anonymousScope(uuidv7()), () => asSystem(`schedule: ${name}`, () => work(tick))));
    } catch (error) {
      if (!this.stopping.signal.aborted) this.logger.warn({ msg: 'A scheduled task failed; it is due again at its next tick', tick, error });
    }
  }

  beforeApplicationShutdown(): void {
    this.stopping.abort();
  }

  /** The first to write the name of the tick has it; the mark outlives every clock that is less than two ticks wrong. */
  private async isOurs(tick: string, everyMs: number): Promise<boolean> {
    await within(PATIENCE_MS, this.connections.ping());
    return (await within(PATIENCE_MS, this.connections.commands.set(`{tessera}:tick:${tick}`, process.pid, 'PX', everyMs * 2, 'NX'))) === 'OK';
  }
}
