import type * as Package from 'oidc-provider';

/** It supports no Node below 22, although it works with the one that we support still; saying so at each start helps nobody. */
const KNOWN_NOTICE = 'oidc-provider WARNING: Unsupported runtime.';

const loaded = await quietly(() => import('oidc-provider'));

/** The package, without what it says while it is loaded. */
export const Provider = loaded.default;
export const errors = loaded.errors;

async function quietly(load: () => Promise<typeof Package>): Promise<typeof Package> {
  const { console: loud } = globalThis;
  const { warn } = loud;
  loud.warn = (...said: unknown[]) => {
    if (!String(said[0]).includes(KNOWN_NOTICE)) warn(...said);
  };
  try {
    return await load();
  } finally {
    loud.warn = warn;
  }
}
