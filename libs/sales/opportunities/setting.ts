import { AsyncLocalStorage } from 'node:async_hooks';
import type { Json } from '#kernel/field/field.js';

/** What a verb of deals sets beside what its caller could: a place on the board, an approval, the day on which it really happened. */
export interface Setting {
  readonly fields?: { readonly [field: string]: Json };
  readonly at?: Date;
  /** The note says why the deal is lost, so that nobody need choose a reason. */
  readonly isReasonEnough?: boolean;
}

const storage = new AsyncLocalStorage<Setting>();

/** For the writes of this work alone, and within them for the rules of deals alone. */
export function setting<T>(what: Setting, work: () => Promise<T>): Promise<T> {
  return storage.run(what, work);
}

export function currentSetting(): Setting {
  return storage.getStore() ?? {};
}
