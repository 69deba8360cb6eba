import { useEffect, useRef } from 'react';

/**
 * A key that works wherever nobody types: `k`, `?`, `mod+z`, or `mod+k` for ⌘K and Ctrl+K, which works everywhere.
 * `first` is for a screen that means something else by a key of the shell.
 */
export function useKey(key: string, act: (event: KeyboardEvent) => void, isOn = true, first = false): void {
  const latest = useRef(act);
  latest.current = act;
  useEffect(() => {
    if (!isOn) return;
    const withMod = key.startsWith('mod+');
    const wanted = withMod ? key.slice(4) : key;
    const hear = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.key.toLowerCase() !== wanted.toLowerCase() || event.altKey || (event.metaKey || event.ctrlKey) !== withMod) return;
      if (key !== 'mod+k' && (isTyping(event.target) || document.querySelector('[role=dialog]'))) return;
      event.preventDefault();
      latest.current(event);
    };
    document.addEventListener('keydown', hear, first);
    return () => document.removeEventListener('keydown', hear, first);
  }, [key, isOn, first]);
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName));
}
