import Button from '@mui/material/Button';
import ButtonBase from '@mui/material/ButtonBase';
import { styled } from '@mui/material/styles';
import { Plus, Search } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Icon } from './Icon.js';
import { Bell } from './Bell.js';
import { MeMenu } from './MeMenu.js';
import { Key } from './ShortcutHelp.js';
import { useWide } from './use-wide.js';
import { useWhere } from './where.js';

const Bar = styled('header')(({ theme }) => ({
  gridArea: 'top',
  display: 'flex',
  alignItems: 'center',
  gap: 8,
  paddingInline: 16,
  minInlineSize: 0,
  '& .where': { ...theme.typography.body2, flex: 1, minInlineSize: 0, overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap', color: theme.vars.palette.neutral[11] },
  [theme.breakpoints.down('sm')]: { paddingInline: 12 },
}));

const SearchButton = styled(ButtonBase)(({ theme }) => ({
  ...theme.typography.body2,
  justifyContent: 'start',
  gap: 8,
  inlineSize: 'clamp(160px, 28vw, 320px)',
  blockSize: 32,
  paddingInline: 10,
  borderRadius: 6,
  color: theme.vars.palette.neutral[11],
  backgroundColor: theme.vars.palette.raised,
  border: `1px solid ${theme.vars.palette.neutral[6]}`,
  '&:hover': { borderColor: theme.vars.palette.neutral[8] },
  '& > span': { flex: 1, textAlign: 'start' },
}));

export function TopBar({ onSearch, onCreate }: { onSearch: () => void; onCreate: () => void }) {
  const { t } = useTranslation();
  const isWide = useWide();
  const where = useWhere();
  return (
    <Bar>
      <div className="where">{where}</div>
      {isWide && <SearchButton onClick={onSearch}><Icon of={Search} /><span>{t('shell.searchOrGo')}</span><Key>⌘K</Key></SearchButton>}
      <Button onClick={onCreate} startIcon={<Icon of={Plus} />} aria-keyshortcuts="c">{t('shell.create')}</Button>
      <Bell />
      <MeMenu />
    </Bar>
  );
}
