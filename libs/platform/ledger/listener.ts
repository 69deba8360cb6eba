import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import { Work, type Plan } from '#platform/work/work.js';
import type { Entry, Position } from './entry.js';
import { type Follower, Follows } from './follower.js';

/** Says which work follows from what happened. Called inside the organisation, in the relay's transaction: be quick, and plan instead of doing. */
export interface Listener {
  /** `from` is where the listeners had read up to before: whoever remembers something knows by it whether another process has read on in between. */
  wants(entries: readonly Entry[], from: Position): readonly Plan[] | Promise<readonly Plan[]>;
}

const LISTENS = Symbol('listens to the ledger');

/** Marks the provider that is a Listener. */
export function Listens(): <T extends new (...dependencies: never[]) => Listener>(listener: T) => void {
  return (listener) => Reflect.defineMetadata(LISTENS, true, listener);
}

/** Turns what happened into durable work, in the transaction that moves the cursor: nothing is planned twice or forgotten. */
@Injectable()
@Follows()
export class FanOut implements Follower, OnApplicationBootstrap {
  readonly name = 'work';
  private listeners: Listener[] = [];

  constructor(
    private readonly discovery: DiscoveryService,
    private readonly work: Work,
  ) {}

  onApplicationBootstrap(): void {
    const found = this.discovery.getProviders().filter(({ metatype }) => typeof metatype === 'function' && Reflect.hasMetadata(LISTENS, metatype));
    this.listeners = [...new Set(found.map(({ instance }) => instance as Listener))];
  }

  async follow(entries: readonly Entry[], from: Position): Promise<void> {
    const plans: Plan[] = [];
    for (const listener of this.listeners) plans.push(...(await listener.wants(entries, from)));
    if (plans.length > 0) await this.work.plan(plans);
  }
}
