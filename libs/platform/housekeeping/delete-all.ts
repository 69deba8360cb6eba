import type { Tenancy } from '#kernel/tenancy/tenancy.js';
import type { Statement } from '#kernel/tenancy/transaction.js';

/** Deletes batch after batch, each in a transaction of its own, until there are no more or the process stops. The statement returns what it deleted. */
export async function deleteAll(tenancy: Tenancy, batch: (most: number) => Statement, most: number, signal: AbortSignal): Promise<void> {
  let deleted: unknown[];
  do deleted = await tenancy.write(batch(most));
  while (deleted.length === most && !signal.aborted);
}
