import Skeleton from '@mui/material/Skeleton';
import { styled } from '@mui/material/styles';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { Row } from '../../../api/records.js';
import { Face } from '../../../kernel/fields/Face.js';
import { agoText } from '../../../kernel/fields/format.js';
import { useWriting } from '../../../kernel/fields/use-writing.js';
import { Score } from './Score.js';

const ROW = 60;

const Scroller = styled('div')(({ theme }) => ({
  flex: '0 0 360px',
  overflow: 'auto',
  borderInlineEnd: `1px solid ${theme.vars.palette.neutral[5]}`,
  outline: 'none',
  '&:focus-visible [aria-selected=true]': { boxShadow: `inset 0 0 0 2px ${theme.vars.palette.accent.solid}` },
  '& [role=option]': {
    position: 'absolute', insetInline: 0, blockSize: ROW, display: 'grid', gridTemplateColumns: '36px minmax(0, 1fr)', alignItems: 'center', columnGap: 12, paddingInline: '20px 14px', cursor: 'default',
    borderBlockEnd: `1px solid ${theme.vars.palette.neutral[4]}`,
    '&:hover': { backgroundColor: theme.vars.palette.neutral[2] },
  },
  '& [aria-selected=true], & [aria-selected=true]:hover': { backgroundColor: theme.vars.palette.accent.soft },
  [theme.breakpoints.down('md')]: { flex: 1, borderInlineEnd: 0, '& [role=option]': { paddingInline: 12 } },
}));

const Line = styled('span')(({ theme }) => ({
  ...theme.typography.body2,
  display: 'flex', alignItems: 'center', gap: 8, minInlineSize: 0,
  '& > b, & > span': { minInlineSize: 0, overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' },
  '& > b': { fontWeight: theme.typography.fontWeightMedium },
  '& > span': { color: theme.vars.palette.neutral[11] },
  '& > time': { marginInlineStart: 'auto', color: theme.vars.palette.neutral[11], fontSize: '0.75rem', fontVariantNumeric: 'tabular-nums', whiteSpace: 'nowrap' },
}));

interface Props {
  rows: readonly Row[];
  at: string | undefined;
  isLoading: boolean;
  hasMore: boolean;
  onMore: () => void;
  onMove: (by: number) => void;
  onLook: (id: string) => void;
  onOpen: (id: string) => void;
}

export function InboxList({ rows, at, isLoading, hasMore, onMore, onMove, onLook, onOpen }: Props) {
  const { t } = useTranslation();
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({ count: rows.length, getScrollElement: () => scroller.current, estimateSize: () => ROW, overscan: 8 });
  const items = virtual.getVirtualItems();
  const last = items.at(-1)?.index ?? 0;
  const index = rows.findIndex(({ id }) => id === at);
  useEffect(() => {
    if (hasMore && last >= rows.length - 15) onMore();
  }, [hasMore, last, rows.length, onMore]);
  useEffect(() => {
    if (index >= 0) virtual.scrollToIndex(index);
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [index]);
  if (isLoading) return <Scroller aria-busy>{[1, 2, 3, 4, 5, 6].map((key) => <Skeleton key={key} variant="text" height={ROW} sx={{ marginInline: 4 }} />)}</Scroller>;
  return (
    <Scroller
      ref={scroller}
      role="listbox"
      tabIndex={0}
      aria-label={t('leads.inbox')}
      aria-activedescendant={items.some((item) => item.index === index) ? `lead-${at}` : undefined}
      onKeyDown={(event) => {
        const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
        if (by) onMove(by);
        else if (event.key === 'Enter' && at) onOpen(at);
        else return;
        event.preventDefault();
      }}
    >
      <div role="presentation" style={{ blockSize: virtual.getTotalSize(), position: 'relative' }}>
        {items.map((item) => (
          <div key={rows[item.index]!.id} id={`lead-${rows[item.index]!.id}`} role="option" aria-selected={rows[item.index]!.id === at} aria-setsize={rows.length} aria-posinset={item.index + 1} style={{ transform: `translateY(${item.start}px)` }} onClick={() => onLook(rows[item.index]!.id)}>
            <Lead lead={rows[item.index]!} />
          </div>
        ))}
      </div>
    </Scroller>
  );
}

function Lead({ lead }: { lead: Row }) {
  const writing = useWriting();
  const owner = (lead['owner'] as Row | null | undefined)?.['name'];
  const about = [lead['companyName'], lead['source']].filter(Boolean).join(' · ');
  return (
    <>
      <Score of={Number(lead['score'])} />
      <span style={{ minInlineSize: 0 }}>
        <Line><b dir="auto">{String(lead['fullName'])}</b><time dateTime={String(lead['createdAt'])}>{agoText(String(lead['createdAt']), Date.now(), writing)}</time></Line>
        <Line><span dir="auto">{about}</span>{owner && <span title={String(owner)} role="img" aria-label={String(owner)} style={{ flex: 'none', display: 'flex', marginInlineStart: 'auto' }}><Face name={String(owner)} size={18} /></span>}</Line>
      </span>
    </>
  );
}
