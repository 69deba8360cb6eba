import Drawer from '@mui/material/Drawer';
import IconButton from '@mui/material/IconButton';
import { styled } from '@mui/material/styles';
import { House, Menu as MenuIcon, PanelLeftClose, PanelLeftOpen, Search, Settings, type LucideIcon } from 'lucide-react';
import { Link, NavLink, useLocation } from 'react-router';
import { useTranslation } from 'react-i18next';
import { useNouns } from '../kernel/nouns.js';
import { useLanguage } from '../i18n/use-language.js';
import { useWide } from './use-wide.js';
import { Icon } from './Icon.js';
import { entryAt, sectionsOf, type Section } from './sections.js';
import { OrganizationSwitch } from './OrganizationSwitch.js';

const Side = styled('nav')(({ theme }) => ({
  gridArea: 'nav',
  display: 'flex',
  flexDirection: 'column',
  minBlockSize: 0,
  paddingInline: 8,
  paddingBlockEnd: 8,
  '& .scroll': { flex: 1, minBlockSize: 0, overflow: 'auto', scrollbarWidth: 'thin', paddingBlock: 4, marginBlockEnd: 6, borderBlockEnd: `1px solid ${theme.vars.palette.neutral[5]}` },
  '& h2': { ...theme.typography.body2, fontSize: '0.75rem', fontWeight: theme.typography.fontWeightMedium, color: theme.vars.palette.neutral[10], margin: '14px 8px 4px' },
  '& ul': { listStyle: 'none', margin: 0, padding: 0 },
}));

const Entry = styled(Link)(({ theme }) => ({
  ...theme.typography.body2,
  fontWeight: theme.typography.fontWeightMedium,
  display: 'flex',
  alignItems: 'center',
  gap: 10,
  minBlockSize: 30,
  paddingInline: 8,
  borderRadius: 6,
  color: theme.vars.palette.neutral[11],
  textDecoration: 'none',
  '& > span': { overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' },
  '&:hover': { backgroundColor: theme.vars.palette.neutral[4], color: theme.vars.palette.neutral[12] },
  '&[aria-current]': { backgroundColor: theme.vars.palette.neutral[5], color: theme.vars.palette.neutral[12] },
  '&:focus-visible': { outline: `2px solid ${theme.vars.palette.accent.solid}`, outlineOffset: -2 },
  '@media (pointer: coarse)': { minBlockSize: 44 },
}));

const Thumb = styled('nav')(({ theme }) => ({
  gridArea: 'nav',
  display: 'grid',
  gridAutoFlow: 'column',
  gridAutoColumns: '1fr',
  borderBlockStart: `1px solid ${theme.vars.palette.neutral[6]}`,
  paddingBlockEnd: 'env(safe-area-inset-bottom)',
  '& a, & button': {
    ...theme.typography.body2,
    fontSize: '0.6875rem',
    display: 'flex',
    flexDirection: 'column',
    alignItems: 'center',
    justifyContent: 'center',
    gap: 2,
    minBlockSize: 56,
    minInlineSize: 0,
    border: 0,
    padding: 0,
    background: 'none',
    fontFamily: 'inherit',
    color: theme.vars.palette.neutral[11],
    textDecoration: 'none',
  },
  '& span': { maxInlineSize: '100%', overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap', paddingInline: 4 },
  '& a.active': { color: theme.vars.palette.accent.text },
}));

interface Props {
  folded: boolean;
  onFold: () => void;
  open: boolean;
  onOpen: () => void;
  onClose: () => void;
  onSearch: () => void;
}

export function Navigation({ folded, onFold, open, onOpen, onClose, onSearch }: Props) {
  const { t } = useTranslation();
  const { meta, byName } = useNouns();
  const { direction } = useLanguage();
  const isWide = useWide();
  const sections = sectionsOf(meta, byName, t);
  const inSettings = useLocation().pathname.startsWith('/settings');
  if (isWide) {
    return (
      <Side aria-label={t('shell.navigation')}>
        <OrganizationSwitch folded={folded} />
        <Entries sections={sections} folded={folded} />
        <div>
          <One to="/settings" current={inSettings} icon={Settings} label={t('settings.title')} folded={folded} />
          <IconButton aria-label={t(folded ? 'shell.unfold' : 'shell.fold')} aria-expanded={!folded} onClick={onFold}>
            <Icon of={folded === (direction === 'ltr') ? PanelLeftOpen : PanelLeftClose} />
          </IconButton>
        </div>
      </Side>
    );
  }
  const first = sections.flatMap(({ entries }) => entries).slice(0, 2);
  return (
    <Thumb aria-label={t('shell.navigation')}>
      <NavLink to="/" end><Icon of={House} /><span>{t('home.title')}</span></NavLink>
      {first.map(({ to, icon, label }) => <NavLink key={to} to={to}><Icon of={icon} /><span>{label}</span></NavLink>)}
      <button type="button" onClick={onSearch}><Icon of={Search} /><span>{t('shell.search')}</span></button>
      <button type="button" aria-haspopup="dialog" aria-expanded={open} onClick={onOpen}><Icon of={MenuIcon} /><span>{t('shell.more')}</span></button>
      <Drawer anchor="bottom" open={open} onClose={onClose} slotProps={{ paper: { 'aria-label': t('shell.navigation'), sx: { maxBlockSize: '85dvh', borderStartStartRadius: 14, borderStartEndRadius: 14 } } }}>
        <Side as="div">
          <OrganizationSwitch folded={false} />
          <Entries sections={sections} folded={false} />
          <One to="/settings" current={inSettings} icon={Settings} label={t('settings.title')} folded={false} />
        </Side>
      </Drawer>
    </Thumb>
  );
}

function Entries({ sections, folded }: { sections: readonly Section[]; folded: boolean }) {
  const { t } = useTranslation();
  const here = useLocation();
  const current = entryAt(sections, here);
  return (
    <div className="scroll">
      <One to="/" current={here.pathname === '/'} icon={House} label={t('home.title')} folded={folded} />
      {sections.map(({ key, label, entries }) => (
        <section key={key} aria-label={label}>
          {!folded && <h2>{label}</h2>}
          {folded && <div style={{ blockSize: 12 }} />}
          <ul>{entries.map((entry) => <li key={entry.to}><One {...entry} current={entry.to === current} folded={folded} /></li>)}</ul>
        </section>
      ))}
    </div>
  );
}

function One({ to, icon, label, folded, current }: { to: string; icon: LucideIcon; label: string; folded: boolean; current: boolean }) {
  return (
    <Entry to={to} aria-current={current ? 'page' : undefined} {...(folded && { 'aria-label': label, title: label })}>
      <Icon of={icon} />
      {!folded && <span>{label}</span>}
    </Entry>
  );
}
