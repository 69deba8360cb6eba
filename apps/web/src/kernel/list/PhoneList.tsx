import { styled } from '@mui/material/styles';
import Skeleton from '@mui/material/Skeleton';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef } from 'react';
import type { Field, Noun } from '../../api/meta.js';
import type { Row } from '../../api/records.js';
import { Face } from '../fields/Face.js';
import { Value, valueOf } from '../fields/Value.js';
import { titleOf, useNouns } from '../nouns.js';

const ROW = 64;

const Scroller = styled('div')(({ theme }) => ({
  flex: 1,
  minBlockSize: 0,
  overflow: 'auto',
  contain: 'strict',
  '& ul': { position: 'relative', margin: 0, padding: 0, listStyle: 'none' },
  '& li': { position: 'absolute', insetInline: 0, blockSize: ROW, borderBlockEnd: `1px solid ${theme.vars.palette.neutral[4]}` },
  '& button': { display: 'grid', gridTemplateColumns: '32px minmax(0, 1fr) auto', alignItems: 'center', gap: 12, inlineSize: '100%', blockSize: '100%', paddingInline: 12, border: 0, background: 'none', font: 'inherit', textAlign: 'start', color: theme.vars.palette.neutral[12] },
  '& strong': { display: 'block', fontWeight: theme.typography.fontWeightMedium, overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' },
  '& .second': { ...theme.typography.body2, display: 'block', overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap', color: theme.vars.palette.neutral[11] },
}));

interface Props {
  noun: Noun;
  columns: readonly Field[];
  rows: readonly Row[];
  isLoading: boolean;
  hasMore: boolean;
  onMore: () => void;
  onOpen: (row: Row) => void;
}

/** On a phone a row is a card of two lines. */
export function PhoneList({ noun, columns, rows, isLoading, hasMore, onMore, onOpen }: Props) {
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({ count: rows.length + (hasMore || isLoading ? 6 : 0), getScrollElement: () => scroller.current, estimateSize: () => ROW, overscan: 8 });
  const items = virtual.getVirtualItems();
  const last = items.at(-1)?.index ?? 0;
  useEffect(() => {
    if (hasMore && last >= rows.length - 15) onMore();
  }, [hasMore, last, rows.length, onMore]);
  const others = columns.filter(({ name }) => name !== noun.title);
  const pill = others.find(({ choices }) => choices);
  return (
    <Scroller ref={scroller}>
      <ul aria-label={noun.labelOfMany} aria-busy={isLoading} style={{ blockSize: virtual.getTotalSize() }}>
        {items.map(({ index, start }) => {
          const row = rows[index];
          const second = row && others.find((field) => field !== pill && valueOf(row, field.name));
          return (
            <li key={row?.id ?? index} style={{ transform: `translateY(${start}px)` }}>
              {row
                ? (
                  <button type="button" onClick={() => onOpen(row)}>
                    <Face name={titleOf(row, noun)} size={32} square={noun.name === 'company'} />
                    <span style={{ minInlineSize: 0 }}><strong dir="auto">{titleOf(row, noun)}</strong>{second && <span className="second"><Told field={second} row={row} /></span>}</span>
                    {pill && <Value field={pill} row={row} />}
                  </button>
                )
                : <Skeleton variant="text" sx={{ marginInline: 3, marginBlockStart: 5 }} width="60%" />}
            </li>
          );
        })}
      </ul>
    </Scroller>
  );
}

/** The whole card opens the record: nothing in it may be a link of its own. */
function Told({ field, row }: { field: Field; row: Row }) {
  const target = useNouns().byName.get(field.target ?? '');
  const related = field.relation ? (row[field.relation] as Row | null | undefined) : undefined;
  if (target && related) return titleOf(related, target);
  return ['email', 'phone', 'url'].includes(field.widget) ? <span dir="ltr">{String(valueOf(row, field.name))}</span> : <Value field={field} row={row} />;
}
