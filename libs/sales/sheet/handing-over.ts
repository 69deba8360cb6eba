import { AsyncLocalStorage } from 'node:async_hooks';

const storage = new AsyncLocalStorage<ReadonlySet<string>>();
const NOTHING: ReadonlySet<string> = new Set();
const ITS_COMPANY: ReadonlySet<string> = new Set(['companyId']);

/** For the writes of this work alone: what was issued goes to whoever takes over the company that it was made out to. What was sent still says what it said. */
export function handOver<T>(work: () => Promise<T>): Promise<T> {
  return storage.run(ITS_COMPANY, work);
}

/** The fields that may change although the document is closed. */
export function handedOver(): ReadonlySet<string> {
  return storage.getStore() ?? NOTHING;
}
