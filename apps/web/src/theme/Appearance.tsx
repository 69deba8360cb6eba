import createCache from '@emotion/cache';
import { CacheProvider } from '@emotion/react';
import { ThemeProvider } from '@mui/material/styles';
import type { ReactNode } from 'react';
import { AdoptedSheet } from './adopted-sheet.js';
import { theme, themeStorageKey } from './theme.js';

const cache = createCache({ key: 't' });
cache.sheet = new AdoptedSheet({ key: 't', container: document.head });

export function Appearance({ children }: { children: ReactNode }) {
  return (
    <CacheProvider value={cache}>
      <ThemeProvider theme={theme} defaultMode="system" modeStorageKey={themeStorageKey} noSsr>
        {children}
      </ThemeProvider>
    </CacheProvider>
  );
}
