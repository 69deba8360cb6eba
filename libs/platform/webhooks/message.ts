import type { Told } from '#platform/ledger/telling.js';

/** What Standard Webhooks ask for: a message is a hint of what happened, not a copy of a database. */
const MOST_BYTES = 20_000;

interface Said {
  type: string;
  happenedAt: Date;
}

/** The body of a message. What would be too large names the record alone: `complete: false` says to read it. */
export function messageOf({ type, happenedAt }: Said, told: Told | { [name: string]: string }): string {
  const message = (data: object) => JSON.stringify({ type, timestamp: happenedAt.toISOString(), data });
  const whole = message(told);
  if (Buffer.byteLength(whole) < MOST_BYTES) return whole;
  const { record: _, ...named } = told as Told;
  return message({ ...named, complete: false });
}
