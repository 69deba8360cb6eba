import { useSyncExternalStore } from 'react';
import { useTitle } from './use-title.js';

let here = '';
const hearers = new Set<() => void>();

/** Each screen says where one is: in the bar on top and in the title of the window. */
export function useHere(title: string): void {
  useTitle(`${title} · Tessera`);
  if (here !== title) {
    here = title;
    queueMicrotask(() => hearers.forEach((hear) => hear()));
  }
}

export function useWhere(): string {
  return useSyncExternalStore((hear) => (hearers.add(hear), () => hearers.delete(hear)), () => here);
}
