import { AsyncLocalStorage } from 'node:async_hooks';
import type { Json } from '#kernel/field/field.js';

type Fields = { readonly [field: string]: Json };

const storage = new AsyncLocalStorage<Fields>();

/** What capturing and converting set beside what their caller could, for the writes of this work alone. */
export function settingOfLead<T>(fields: Fields, work: () => Promise<T>): Promise<T> {
  return storage.run(fields, work);
}

export function currentLeadSetting(): Fields | undefined {
  return storage.getStore();
}
