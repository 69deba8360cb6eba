import { type BeforeApplicationShutdown, Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { anonymousScope, runInScope } from '#kernel/tenancy/scope.js';
import { PlatformDatabase } from '#kernel/tenancy/tenancy.js';
import { uuidv7 } from '#kernel/tenancy/uuid.js';
import { within } from '#platform/clock/within.js';
import { Feeder } from '#platform/work/feeder.js';
import { Lease } from './lease.js';
import { Relay } from './relay.js';
import { LEDGER_CHANNEL } from './wake.js';

const LEASE = 'ledger';
const LEASE_SECONDS = 15;
const RENEW_EVERY_MS = 5_000;
/** For what nobody was woken for, and for work whose time has come. */
const LOOK_AROUND_EVERY_MS = 5_000;
const FEED_EVERY_MS = 500;
/** Feeding is asked for again and again while there is much to do: it may take a third of the time, not all of it. */
const REST_AFTER_FEEDING = 0.5;
const SHORTEST_REST_MS = 25;
/** What is written again and again by one organisation is read in gulps. */
const REST_AFTER_READING_MS = 50;
const AGAIN_IN_MS = { nothing: null, gathering: 1_000, 'not final': 15, failed: 2_000 };
const AT_ONCE = 4;
const PATIENCE_MS = 2_000;

/** One process of all leads: it reads the ledgers and feeds the queues, woken by whoever writes, and looks around by itself. */
@Injectable()
export class Leader implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger('Ledger');
  private readonly waiting = new Set<string>();
  private readonly reading = new Set<string>();
  private readonly resting = new Set<string>();
  private readonly wakings = new Map<string, number>();
  private readonly timers = new Set<NodeJS.Timeout>();
  private leads = false;
  private stopped = false;
  private feeding = false;
  private hungry = false;
  private feedAgain = false;
  private stopListening: (() => void) | null = null;

  constructor(
    private readonly relay: Relay,
    private readonly feeder: Feeder,
    private readonly lease: Lease,
    private readonly platform: PlatformDatabase,
  ) {}

  onApplicationBootstrap(): void {
    void this.renew();
    this.every(RENEW_EVERY_MS, () => this.renew());
    this.every(LOOK_AROUND_EVERY_MS, () => this.lookAround());
    this.every(FEED_EVERY_MS, () => this.feed());
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopped = true;
    for (const timer of this.timers) clearTimeout(timer);
    const led = this.leads;
    this.yieldLead();
    if (led) await within(PATIENCE_MS, this.alone(() => this.lease.leave(LEASE))).catch(() => undefined);
  }

  private async renew(): Promise<void> {
    const mine = await within(PATIENCE_MS, this.alone(() => this.lease.take(LEASE, LEASE_SECONDS))).catch(() => false);
    if (this.stopped) return;
    if (!mine) return this.yieldLead();
    if (!this.leads) this.logger.log('Leads: reads the ledgers and feeds the queues');
    this.leads = true;
    if (!this.stopListening) await this.listen();
  }

  private yieldLead(): void {
    this.leads = false;
    this.waiting.clear();
    this.stopListening?.();
    this.stopListening = null;
  }

  private async listen(): Promise<void> {
    const lost = () => (this.stopListening = null);
    const stop = await this.alone(() => this.platform.listen(LEDGER_CHANNEL, (named) => this.heard(named.split(' ')), lost)).catch(() => null);
    if (this.stopped) return stop?.();
    this.stopListening = stop;
    // What was written before we listened.
    await this.lookAround();
  }

  private async lookAround(): Promise<void> {
    if (!this.leads) return;
    this.heard(await this.alone(() => this.relay.withNews()).catch(() => []));
  }

  private heard(organizationIds: readonly string[]): void {
    if (!this.leads) return;
    for (const id of organizationIds) this.waiting.add(id);
    this.spread();
    void this.feed();
  }

  private spread(): void {
    for (const id of this.waiting) {
      if (this.reading.size >= AT_ONCE) return;
      // Looked at again when this reading, or the rest after it, is over.
      if (this.reading.has(id) || this.resting.has(id)) continue;
      this.waiting.delete(id);
      void this.read(id);
    }
  }

  private async read(id: string): Promise<void> {
    this.reading.add(id);
    const rest = await this.alone(() => this.relay.advance(id, false)).catch(() => 'failed' as const);
    this.reading.delete(id);
    this.rest(id);
    const again = AGAIN_IN_MS[rest];
    if (again !== null) this.wake(id, again);
    this.spread();
    void this.feed();
  }

  private rest(id: string): void {
    this.resting.add(id);
    this.later(REST_AFTER_READING_MS, () => {
      this.resting.delete(id);
      this.spread();
    });
  }

  /** Once, however often it is asked for: the sooner of two wins. */
  private wake(id: string, inMs: number): void {
    const at = performance.now() + inMs;
    if ((this.wakings.get(id) ?? Infinity) <= at) return;
    this.wakings.set(id, at);
    this.later(inMs, () => {
      if (this.wakings.get(id) === at) this.wakings.delete(id);
      this.heard([id]);
    });
  }

  private async feed(): Promise<void> {
    if (!this.leads) return;
    this.feedAgain = true;
    if (this.feeding) return;
    this.feeding = true;
    while (this.feedAgain && this.leads) {
      this.feedAgain = false;
      const began = performance.now();
      this.feedAgain ||= await this.feedOnce();
      await new Promise<void>((resolve) => this.later(Math.max(SHORTEST_REST_MS, (performance.now() - began) * REST_AFTER_FEEDING), resolve));
    }
    this.feeding = false;
  }

  /** Whether there is more to hand out. */
  private async feedOnce(): Promise<boolean> {
    try {
      const { more } = await this.alone(() => this.feeder.feed());
      this.hungry = false;
      return more;
    } catch (error) {
      if (!this.hungry) this.logger.warn({ msg: 'Work cannot be handed to the queues; it is tried again until it can', error });
      this.hungry = true;
      return false;
    }
  }

  private alone<T>(work: () => Promise<T>): Promise<T> {
    return runInScope(anonymousScope(uuidv7()), work);
  }

  private every(ms: number, work: () => Promise<void>): void {
    this.timers.add(setInterval(() => void work(), ms));
  }

  private later(ms: number, work: () => void): void {
    const timer = setTimeout(() => {
      this.timers.delete(timer);
      work();
    }, ms);
    this.timers.add(timer);
  }
}
