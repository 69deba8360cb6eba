import { useEffect, useState } from 'react';

/** What had the focus before this was shown has it again afterwards; of a menu that has closed, the button that opened it. */
export function useWayBack(): void {
  const [from] = useState(() => {
    const now = document.activeElement;
    return (now?.closest('[role=menu]') ? document.querySelector('[aria-haspopup=menu][aria-expanded=true]') : now) as HTMLElement | null;
  });
  useEffect(() => () => {
    requestAnimationFrame(() => {
      if (document.activeElement !== document.body) return;
      (from?.isConnected && from !== document.body ? from : document.getElementById('content'))?.focus();
    });
  }, [from]);
}
