import { styled } from '@mui/material/styles';
import Skeleton from '@mui/material/Skeleton';
import { useVirtualizer } from '@tanstack/react-virtual';
import { ArrowDown, ArrowUp } from 'lucide-react';
import { memo, useCallback, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Field, Noun } from '../../api/meta.js';
import type { Json, Row } from '../../api/records.js';
import { size } from '../../theme/tokens.js';
import { Icon } from '../../shell/Icon.js';
import { Face } from '../fields/Face.js';
import { Value } from '../fields/Value.js';
import { titleOf } from '../nouns.js';
import { CellEditor } from './CellEditor.js';
import { widthOf } from './columns.js';

const Scroller = styled('div')(({ theme }) => ({
  flex: 1,
  minBlockSize: 0,
  overflow: 'auto',
  outline: 'none',
  contain: 'strict',
  '& [role=rowgroup]': { inlineSize: '100%', minInlineSize: 'var(--least)' },
  '& [role=row]': { display: 'grid', inlineSize: '100%' },
  '& [role=columnheader], & [role=gridcell]': { ...theme.typography.body2, minInlineSize: 0, display: 'flex', alignItems: 'center', paddingInline: 12, overflow: 'hidden', backgroundColor: 'inherit' },
  '& [role=gridcell] > *': { minInlineSize: 0, maxInlineSize: '100%' },
  '&:focus-within .at': { boxShadow: `inset 0 0 0 2px ${theme.vars.palette.accent.solid}`, borderRadius: 4 },
  '& .first': { position: 'sticky', insetInlineStart: 0, zIndex: 1, paddingInline: '4px 12px', gap: 4 },
}));

const Head = styled('div')(({ theme }) => ({
  position: 'sticky',
  insetBlockStart: 0,
  zIndex: 3,
  backgroundColor: theme.vars.palette.surface,
  '& [role=row]': { backgroundColor: 'inherit', borderBlockEnd: `1px solid ${theme.vars.palette.neutral[6]}` },
  '& [role=columnheader]': { blockSize: 34, fontWeight: theme.typography.fontWeightMedium, color: theme.vars.palette.neutral[11] },
  '& button': { font: 'inherit', color: 'inherit', display: 'flex', alignItems: 'center', gap: 4, border: 0, padding: 0, background: 'none', minInlineSize: 0, blockSize: '100%', inlineSize: '100%', textAlign: 'start' },
  '& button:hover': { color: theme.vars.palette.neutral[12] },
  '& button:focus-visible': { outline: `2px solid ${theme.vars.palette.accent.solid}`, outlineOffset: -2 },
}));

const Line = styled('div', { shouldForwardProp: (name) => name !== 'marked' && name !== 'current' })<{ marked: boolean; current: boolean }>(({ theme, marked, current }) => ({
  position: 'absolute',
  insetBlockStart: 0,
  insetInlineStart: 0,
  blockSize: size.row,
  cursor: 'default',
  backgroundColor: marked ? theme.vars.palette.accent.soft : theme.vars.palette.surface,
  ...(current && !marked && { '[role=grid]:focus-within &': { backgroundColor: theme.vars.palette.neutral[3] } }),
  borderBlockEnd: `1px solid ${theme.vars.palette.neutral[4]}`,
  '&:hover': { backgroundColor: marked ? theme.vars.palette.accent.softHover : theme.vars.palette.neutral[3] },
  '& .mark': { display: 'grid', placeItems: 'center', inlineSize: 28, blockSize: size.row, flexShrink: 0, '& input': { accentColor: theme.vars.palette.accent.solid, inlineSize: 15, blockSize: 15, margin: 0, opacity: marked ? 1 : 0 } },
  '&:hover .mark input, & .mark input:focus-visible': { opacity: 1 },
  '& .title': { ...theme.typography.body2, fontWeight: theme.typography.fontWeightMedium, color: theme.vars.palette.neutral[12], overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap', textDecoration: 'none', border: 0, padding: 0, background: 'none', fontFamily: 'inherit', textAlign: 'start' },
  '& .title:hover': { textDecoration: 'underline', textUnderlineOffset: 3, textDecorationColor: theme.vars.palette.neutral[8] },
  '& .number': { justifyContent: 'end', fontVariantNumeric: 'tabular-nums' },
}));

export interface Place {
  row: number;
  column: number;
}

interface Props {
  noun: Noun;
  columns: readonly Field[];
  rows: readonly Row[];
  count: number | undefined;
  isLoading: boolean;
  hasMore: boolean;
  onMore: () => void;
  sort: string | undefined;
  onSort: (field: Field) => void;
  selected: ReadonlySet<string>;
  onSelect: (id: string, range: boolean) => void;
  onOpen: (row: Row) => void;
  onPeek: (row: Row) => void;
  onDelete: (row: Row) => void;
  onSave: (row: Row, field: Field, value: Json) => Promise<boolean>;
}

const FIRST = 280;
const NUMBERS = new Set(['money', 'number', 'percent', 'counter', 'duration']);

/** A sheet: only the rows in sight exist; arrows and J/K move, Enter opens or edits, X selects. */
export function Table({ noun, columns, rows, count, isLoading, hasMore, onMore, sort, onSort, selected, onSelect, onOpen, onPeek, onDelete, onSave }: Props) {
  const { t } = useTranslation();
  const scroller = useRef<HTMLDivElement>(null);
  const [place, setPlace] = useState<Place>({ row: 0, column: 0 });
  const [editing, setEditing] = useState(false);
  const total = rows.length + (hasMore || isLoading ? 12 : 0);
  // oxlint-disable-next-line react/react-compiler -- the virtualiser keeps state of its own
  const virtual = useVirtualizer({ count: total, getScrollElement: () => scroller.current, estimateSize: () => size.row, overscan: 12 });
  const items = virtual.getVirtualItems();
  const last = items.at(-1)?.index ?? 0;
  useEffect(() => {
    if (hasMore && last >= rows.length - 30) onMore();
  }, [hasMore, last, rows.length, onMore]);

  // The same for every row, whatever it holds.
  const widths = columns.map((field, index) => (index === 0 ? FIRST : widthOf(field)));
  const template = widths.map((width) => `minmax(0, ${width}fr)`).join(' ');
  const least = `${widths.reduce((sum, width) => sum + width, 0)}px`;
  const current = rows[place.row];
  const field = columns[place.column];
  const mayEdit = noun.may.includes('update') && field?.update === true && !['secret', 'json', 'rich-text'].includes(field.widget);
  const move = (down: number, along: number) => {
    const row = Math.max(0, Math.min(rows.length - 1, place.row + down));
    const column = Math.max(0, Math.min(columns.length - 1, place.column + along));
    setPlace({ row, column });
    virtual.scrollToIndex(row);
  };
  const toStart = document.documentElement.dir === 'rtl' ? 'ArrowRight' : 'ArrowLeft';
  const keys = (event: React.KeyboardEvent) => {
    if (editing || event.metaKey || event.ctrlKey || event.altKey || (event.target as HTMLElement).closest('input, select, textarea, [role=columnheader]')) return;
    const act: Record<string, () => void> = {
      ArrowDown: () => move(1, 0), j: () => move(1, 0), ArrowUp: () => move(-1, 0), k: () => move(-1, 0),
      [toStart]: () => move(0, -1), [toStart === 'ArrowLeft' ? 'ArrowRight' : 'ArrowLeft']: () => move(0, 1),
      PageDown: () => move(20, 0), PageUp: () => move(-20, 0), Home: () => move(-rows.length, 0), End: () => move(rows.length, 0),
      Enter: () => current && (place.column > 0 && mayEdit ? setEditing(true) : onOpen(current)),
      F2: () => mayEdit && setEditing(true), e: () => mayEdit && setEditing(true),
      x: () => current && onSelect(current.id, event.shiftKey), ' ': () => current && onPeek(current),
      Backspace: () => current && onDelete(current), Delete: () => current && onDelete(current),
    };
    const found = act[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    if (!found) return;
    event.preventDefault();
    found();
  };
  const stopEditing = useCallback(() => {
    setEditing(false);
    scroller.current?.focus();
  }, []);

  return (
    <Scroller
      ref={scroller}
      role="grid"
      tabIndex={0}
      aria-label={noun.labelOfMany}
      aria-rowcount={count ?? -1}
      aria-colcount={columns.length}
      aria-multiselectable
      aria-activedescendant={current && items.some(({ index }) => index === place.row) ? `cell-${place.row}-${place.column}` : undefined}
      aria-busy={isLoading}
      onKeyDown={keys}
      style={{ '--least': least } as React.CSSProperties}
    >
      <Head role="rowgroup">
        <div role="row" aria-rowindex={1} style={{ gridTemplateColumns: template }}>
          {columns.map((each, index) => {
            const direction = sort === each.name ? 'ascending' : sort === `-${each.name}` ? 'descending' : undefined;
            return (
              <div key={each.name} role="columnheader" aria-colindex={index + 1} aria-sort={direction} className={index === 0 ? 'first' : undefined} style={index === 0 ? { paddingInlineStart: 40 } : undefined}>
                {each.sortable
                  ? <button type="button" tabIndex={-1} onClick={() => onSort(each)} style={NUMBERS.has(each.widget) ? { justifyContent: 'end' } : undefined}>{each.label}{direction && <Icon of={direction === 'ascending' ? ArrowUp : ArrowDown} />}</button>
                  : each.label}
              </div>
            );
          })}
        </div>
      </Head>
      <div role="rowgroup" style={{ position: 'relative', blockSize: virtual.getTotalSize() }}>
        {items.map(({ index, start }) => {
          const row = rows[index];
          if (!row) return <Ghost key={index} index={index} start={start} template={template} columns={columns.length} />;
          const isCurrent = index === place.row;
          return (
            <Line key={row.id} role="row" aria-rowindex={index + 2} aria-selected={selected.has(row.id)} marked={selected.has(row.id)} current={isCurrent} style={{ gridTemplateColumns: template, transform: `translateY(${start}px)` }}>
              {columns.map((each, column) => {
                const isHere = isCurrent && column === place.column;
                return (
                  <div
                    key={each.name}
                    id={`cell-${index}-${column}`}
                    role="gridcell"
                    aria-colindex={column + 1}
                    className={[column === 0 && 'first', isHere && 'at', NUMBERS.has(each.widget) && 'number'].filter(Boolean).join(' ')}
                    onClick={() => setPlace({ row: index, column })}
                    onDoubleClick={() => each.update && noun.may.includes('update') && setEditing(true)}
                  >
                    {isHere && editing
                      ? <CellEditor field={each} row={row} onStop={stopEditing} onSave={(value) => onSave(row, each, value)} onNext={(step) => move(0, step)} />
                      : column === 0
                        ? <First noun={noun} row={row} field={each} marked={selected.has(row.id)} onMark={(range) => onSelect(row.id, range)} onOpen={() => onOpen(row)} say={t('list.select')} />
                        : <Cell field={each} row={row} />}
                  </div>
                );
              })}
            </Line>
          );
        })}
      </div>
    </Scroller>
  );
}

const Cell = memo(Value);

function First({ noun, row, field, marked, onMark, onOpen, say }: { noun: Noun; row: Row; field: Field; marked: boolean; onMark: (range: boolean) => void; onOpen: () => void; say: string }) {
  const title = titleOf(row, noun);
  return (
    <>
      <span className="mark"><input type="checkbox" tabIndex={-1} aria-label={`${say}: ${title}`} checked={marked} onChange={(event) => onMark((event.nativeEvent as MouseEvent).shiftKey)} /></span>
      {field.name === noun.title
        ? <><Face name={title} size={20} square={noun.name === 'company'} /><button type="button" tabIndex={-1} className="title" style={{ marginInlineStart: 4 }} dir="auto" onClick={onOpen}>{title}</button></>
        : <Value field={field} row={row} />}
    </>
  );
}

function Ghost({ index, start, template, columns }: { index: number; start: number; template: string; columns: number }) {
  return (
    <Line role="row" aria-hidden marked={false} current={false} style={{ gridTemplateColumns: template, transform: `translateY(${start}px)` }}>
      {Array.from({ length: columns }, (_, column) => (
        <div key={column} role="gridcell" className={column === 0 ? 'first' : undefined} style={column === 0 ? { paddingInlineStart: 40 } : undefined}>
          <Skeleton variant="text" width={`${40 + ((index * 7 + column * 13) % 40)}%`} />
        </div>
      ))}
    </Line>
  );
}
