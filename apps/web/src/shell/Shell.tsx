import { styled } from '@mui/material/styles';
import { Suspense, useEffect, useRef, useState } from 'react';
import { Outlet, useLocation } from 'react-router';
import { useTranslation } from 'react-i18next';
import { recall, remember } from '../i18n/memory.js';
import { CommandPalette } from '../kernel/palette/CommandPalette.js';
import { ShortcutHelp } from './ShortcutHelp.js';
import { Navigation } from './Navigation.js';
import { Skip } from './Skip.js';
import { Toasts } from './Toasts.js';
import { TopBar } from './TopBar.js';
import { StepUpDialog } from './StepUpDialog.js';
import { useKey } from './use-key.js';

const Frame = styled('div', { shouldForwardProp: (name) => name !== 'folded' })<{ folded: boolean }>(({ theme, folded }) => ({
  display: 'grid',
  gridTemplateColumns: `${folded ? 56 : 224}px minmax(0, 1fr)`,
  gridTemplateRows: '48px minmax(0, 1fr)',
  gridTemplateAreas: '"nav top" "nav main"',
  blockSize: '100dvh',
  inlineSize: '100%',
  backgroundColor: theme.vars.palette.canvas,
  [theme.breakpoints.down('md')]: { gridTemplateColumns: 'minmax(0, 1fr)', gridTemplateRows: '48px minmax(0, 1fr) auto', gridTemplateAreas: '"top" "main" "nav"' },
}));

const Main = styled('main')(({ theme }) => ({
  gridArea: 'main',
  minBlockSize: 0,
  minInlineSize: 0,
  display: 'flex',
  flexDirection: 'column',
  overflow: 'auto',
  outline: 'none',
  position: 'relative',
  backgroundColor: theme.vars.palette.surface,
  border: `0 solid ${theme.vars.palette.neutral[6]}`,
  borderBlockStartWidth: 1,
  borderInlineStartWidth: 1,
  borderStartStartRadius: 10,
  [theme.breakpoints.down('md')]: { borderInlineStartWidth: 0, borderStartStartRadius: 0 },
}));

const FOLDED = 'tessera-folded';

export function Shell() {
  const { t } = useTranslation();
  const { pathname } = useLocation();
  const [folded, setFolded] = useState(recall(FOLDED) === 'yes');
  const [palette, setPalette] = useState<'closed' | 'all' | 'create'>('closed');
  const [help, setHelp] = useState(false);
  const [menu, setMenu] = useState(false);
  const main = useRef<HTMLElement>(null);
  useKey('mod+k', () => setPalette('all'));
  useKey('c', () => setPalette('create'));
  useKey('?', () => setHelp(true));
  useKey('[', () => fold(!folded));
  useEffect(() => {
    setMenu(false);
    // Whatever had the focus may be gone with the page it stood in.
    if (document.activeElement === document.body) main.current?.focus();
  }, [pathname]);
  const fold = (now: boolean) => {
    setFolded(now);
    remember(FOLDED, now ? 'yes' : 'no');
  };
  return (
    <Frame folded={folded}>
      <Skip href="#content">{t('shell.skip')}</Skip>
      <Navigation folded={folded} onFold={() => fold(!folded)} open={menu} onClose={() => setMenu(false)} onOpen={() => setMenu(true)} onSearch={() => setPalette('all')} />
      <TopBar onSearch={() => setPalette('all')} onCreate={() => setPalette('create')} />
      <Main ref={main} id="content" tabIndex={-1}><Suspense fallback={null}><Outlet /></Suspense></Main>
      {palette !== 'closed' && <CommandPalette only={palette === 'create' ? 'create' : undefined} onClose={() => setPalette('closed')} />}
      {help && <ShortcutHelp onClose={() => setHelp(false)} />}
      <StepUpDialog />
      <Toasts />
    </Frame>
  );
}
