import { styled } from '@mui/material/styles';
import { Suspense, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { NavLink, Outlet, useLocation } from 'react-router';
import { useNouns } from '../../kernel/nouns.js';
import { Icon } from '../../shell/Icon.js';
import { settingsOf } from '../../shell/sections.js';
import { useHere } from '../../shell/where.js';

const Frame = styled('div')(({ theme }) => ({
  flex: 1,
  minBlockSize: 0,
  display: 'grid',
  gridTemplateColumns: '208px minmax(0, 1fr)',
  '& > nav': { padding: '16px 8px', borderInlineEnd: `1px solid ${theme.vars.palette.neutral[5]}`, overflow: 'auto' },
  '& > nav h2': { ...theme.typography.body2, fontSize: '0.75rem', fontWeight: theme.typography.fontWeightMedium, color: theme.vars.palette.neutral[10], margin: '10px 8px 4px' },
  '& > nav a': { ...theme.typography.body2, display: 'flex', alignItems: 'center', gap: 10, minBlockSize: 30, paddingInline: 8, borderRadius: 6, color: theme.vars.palette.neutral[11], textDecoration: 'none', whiteSpace: 'nowrap' },
  '& > nav a:hover': { backgroundColor: theme.vars.palette.neutral[3] },
  '& > nav a.active': { backgroundColor: theme.vars.palette.neutral[4], color: theme.vars.palette.neutral[12], fontWeight: theme.typography.fontWeightMedium },
  [theme.breakpoints.down('md')]: { gridTemplateColumns: 'minmax(0, 1fr)', gridTemplateRows: 'auto minmax(0, 1fr)', '& > nav': { display: 'flex', gap: 4, padding: '8px 12px', borderInlineEnd: 0, borderBlockEnd: `1px solid ${theme.vars.palette.neutral[5]}` }, '& > nav h2': { display: 'none' } },
}));

const Content = styled('div')({ minInlineSize: 0, minBlockSize: 0, overflow: 'auto', display: 'flex', flexDirection: 'column' });

export function SettingsLayout() {
  const { t } = useTranslation();
  const { meta, byName } = useNouns();
  useHere(t('settings.title'));
  const { pathname } = useLocation();
  const nav = useRef<HTMLElement>(null);
  // On a phone it is one line that scrolls.
  useEffect(() => {
    void nav.current?.querySelector('.active')?.scrollIntoView({ block: 'nearest', inline: 'center' });
  }, [pathname]);
  return (
    <Frame>
      <nav ref={nav} aria-label={t('settings.title')}>
        {settingsOf(meta, byName, t).map(({ key, label, entries }) => [<h2 key={key}>{label}</h2>, ...entries.map(({ to, icon, label: name }) => <NavLink key={to} to={to}><Icon of={icon} />{name}</NavLink>)])}
      </nav>
      <Content><Suspense fallback={null}><Outlet /></Suspense></Content>
    </Frame>
  );
}
