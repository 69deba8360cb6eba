import { nanoid } from '@reduxjs/toolkit';

const ways = new Map<string, () => void>();

/** Keeps how something is taken back; the key travels with the toast. */
export function keepUndo(how: () => void): string {
  const key = nanoid();
  ways.set(key, how);
  return key;
}

export function undo(key: string): void {
  ways.get(key)?.();
  ways.delete(key);
}
