import IconButton from '@mui/material/IconButton';
import Menu from '@mui/material/Menu';
import MenuItem from '@mui/material/MenuItem';
import { styled } from '@mui/material/styles';
import Tooltip from '@mui/material/Tooltip';
import { CalendarDays, Columns3, Download, EllipsisVertical, Inbox, LayoutList, Search, SquareKanban, Trash } from 'lucide-react';
import { useEffect, useRef, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Noun } from '../../api/meta.js';
import { Icon } from '../../shell/Icon.js';
import { Input } from '../../shell/Field.js';
import { useKey } from '../../shell/use-key.js';
import { columnsFor } from '../nouns.js';
import { chosenColumns } from './columns.js';
import type { View } from './view.js';

const Head = styled('header')(({ theme }) => ({
  display: 'flex',
  flexWrap: 'wrap',
  alignItems: 'center',
  gap: 8,
  paddingBlock: '14px 8px',
  paddingInline: 20,
  '& h1': { ...theme.typography.h1, margin: 0 },
  '& .count': { ...theme.typography.body2, color: theme.vars.palette.neutral[10], fontVariantNumeric: 'tabular-nums', marginInlineEnd: 'auto' },
  '& .find': { position: 'relative', '& svg': { position: 'absolute', insetInlineStart: 9, insetBlockStart: 8, color: theme.vars.palette.neutral[10] }, '& input': { paddingInlineStart: 30, inlineSize: 180 } },
  // A line for what is shown, one for what is looked for or made.
  [theme.breakpoints.down('sm')]: { paddingInline: 12, '& .find': { order: 5, flex: '1 1 200px', '& input': { inlineSize: '100%' }, '& svg': { insetBlockStart: 13 } }, '& > .MuiButton-root': { order: 6, minBlockSize: 44 } },
}));

const Tabs = styled('div')(({ theme }) => ({
  display: 'flex',
  borderRadius: 6,
  border: `1px solid ${theme.vars.palette.neutral[6]}`,
  overflow: 'clip',
  '& button': { borderRadius: 0, inlineSize: 32, blockSize: 30 },
  '& button[aria-pressed=true]': { backgroundColor: theme.vars.palette.neutral[4], color: theme.vars.palette.neutral[12] },
}));

interface Props {
  noun: Noun;
  view: View;
  onChange: (change: Partial<View>) => void;
  count: string | undefined;
  action: ReactNode;
  hasInbox?: boolean;
}

export function ListHead({ noun, view, onChange, count, action, hasInbox = false }: Props) {
  const { t } = useTranslation();
  const find = useRef<HTMLInputElement>(null);
  const [q, setQ] = useState(view.q);
  useKey('/', () => find.current?.focus());
  useEffect(() => {
    if (q === view.q) return;
    const timer = setTimeout(() => onChange({ q }), 200);
    return () => clearTimeout(timer);
  }, [q, view.q, onChange]);
  const boards = noun.fields.filter(({ choices, name }) => choices && name !== 'currency');
  const days = noun.fields.filter(({ widget, name }) => (widget === 'date' || widget === 'moment') && !['createdAt', 'updatedAt', 'deletedAt'].includes(name));
  const layouts = [...(hasInbox ? [['inbox', Inbox] as const] : []), ['table', LayoutList], ...(boards.length ? [['board', SquareKanban] as const] : []), ...(days.length ? [['calendar', CalendarDays] as const] : [])] as const;
  return (
    <Head>
      <h1>{noun.labelOfMany}</h1>
      <span className="count" aria-label={count && t('list.count', { count: count as never })}>{count}</span>
      {noun.fields.some(({ searchable }) => searchable) && (
        <label className="find">
          <Icon of={Search} />
          <Input ref={find} type="search" aria-label={t('list.find')} placeholder={t('list.find')} value={q} onChange={({ target }) => setQ(target.value)} onKeyDown={({ key }) => key === 'Escape' && find.current?.blur()} />
        </label>
      )}
      {layouts.length > 1 && (
        <Tabs role="group" aria-label={t('list.layout')}>
          {layouts.map(([layout, icon]) => <Tooltip key={layout} title={t(`list.as.${layout}`)}><IconButton aria-label={t(`list.as.${layout}`)} aria-pressed={view.layout === layout} onClick={() => onChange({ layout, by: undefined })}><Icon of={icon} /></IconButton></Tooltip>)}
        </Tabs>
      )}
      {view.layout === 'table' && <ColumnChoice noun={noun} view={view} onChange={onChange} />}
      <More noun={noun} view={view} onChange={onChange} />
      {action}
    </Head>
  );
}

function ColumnChoice({ noun, view, onChange }: Omit<Props, 'count' | 'action'>) {
  const { t } = useTranslation();
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const chosen = chosenColumns(noun, view.columns).map(({ name }) => name);
  const toggle = (name: string) => onChange({ columns: chosen.includes(name) ? chosen.filter((each) => each !== name) : [...chosen, name] });
  return (
    <>
      <Tooltip title={t('list.columns')}><IconButton aria-label={t('list.columns')} aria-haspopup="menu" aria-expanded={anchor !== null} onClick={({ currentTarget }) => setAnchor(currentTarget)}><Icon of={Columns3} /></IconButton></Tooltip>
      <Menu anchorEl={anchor} open={anchor !== null} onClose={() => setAnchor(null)} slotProps={{ paper: { sx: { maxBlockSize: 420 } }, list: { 'aria-label': t('list.columns') } }}>
        {columnsFor(noun).map(({ name, label }) => (
          <MenuItem key={name} role="menuitemcheckbox" aria-checked={chosen.includes(name)} disabled={name === noun.title} onClick={() => toggle(name)}>
            <input type="checkbox" tabIndex={-1} readOnly checked={chosen.includes(name)} aria-hidden />{label}
          </MenuItem>
        ))}
        <MenuItem onClick={() => { onChange({ columns: undefined }); setAnchor(null); }}>{t('list.usualColumns')}</MenuItem>
      </Menu>
    </>
  );
}

function More({ noun, view, onChange }: Omit<Props, 'count' | 'action'>) {
  const { t } = useTranslation();
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const canSeeDeleted = noun.may.includes('delete');
  if (!canSeeDeleted && !noun.may.includes('export')) return null;
  return (
    <>
      <IconButton aria-label={t('shell.more')} aria-haspopup="menu" aria-expanded={anchor !== null} onClick={({ currentTarget }) => setAnchor(currentTarget)}><Icon of={EllipsisVertical} /></IconButton>
      <Menu anchorEl={anchor} open={anchor !== null} onClose={() => setAnchor(null)}>
        {canSeeDeleted && <MenuItem role="menuitemcheckbox" aria-checked={view.deleted} onClick={() => { onChange({ deleted: !view.deleted }); setAnchor(null); }}><Icon of={Trash} />{t(view.deleted ? 'list.live' : 'list.deletedOnes')}</MenuItem>}
        {noun.may.includes('export') && <MenuItem component="a" href={`${noun.path}/export`} download onClick={() => setAnchor(null)}><Icon of={Download} />{t('list.export')}</MenuItem>}
      </Menu>
    </>
  );
}
