import { useEffect, useState } from 'react';

/** What stands after # in a link from a mail; taken out of the address, so that it is neither kept nor shared. */
export function useLinkToken(): string {
  const [token] = useState(() => decodeURIComponent(location.hash.slice(1)));
  useEffect(() => history.replaceState(history.state, '', location.pathname + location.search), []);
  return token;
}
