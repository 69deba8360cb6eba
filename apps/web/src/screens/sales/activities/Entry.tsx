import { useDraggable } from '@dnd-kit/core';
import { styled } from '@mui/material/styles';
import type { CSSProperties } from 'react';
import type { Noun } from '../../../api/meta.js';
import type { Row } from '../../../api/records.js';
import { useWriting } from '../../../kernel/fields/use-writing.js';
import { shadeOf } from '../../../kernel/fields/Pill.js';
import type { PillName } from '../../../theme/tokens.js';
import type { Item } from './calendar.js';
import type { Lifted } from './Movable.js';

const Button = styled('button', { shouldForwardProp: (name) => name !== 'shade' && name !== 'isDone' })<{ shade: PillName; isDone: boolean }>(({ theme, shade, isDone }) => ({
  font: 'inherit', fontSize: '0.75rem', lineHeight: '1rem', display: 'flex', gap: 6, minInlineSize: 0, inlineSize: '100%', overflow: 'hidden', padding: '2px 6px', textAlign: 'start',
  border: 0, borderInlineStart: `2px solid ${theme.vars.palette.pill[shade].dot}`, borderRadius: 4,
  color: theme.vars.palette.pill[shade].text, backgroundColor: theme.vars.palette.pill[shade].soft,
  '& b': { fontWeight: theme.typography.fontWeightMedium, fontVariantNumeric: 'tabular-nums', flexShrink: 0 },
  '& span': { overflow: 'hidden', textOverflow: 'ellipsis', ...(isDone && { textDecoration: 'line-through' }) },
  '&:hover': { filter: 'brightness(0.97)' },
  '&:focus-visible': { outline: `2px solid ${theme.vars.palette.accent.solid}`, outlineOffset: 1 },
}));

interface Props {
  noun: Noun;
  item: Item;
  /** The day of the calendar that it stands in. */
  on: string;
  onOpen: (row: Row) => void;
  style?: CSSProperties;
  wraps?: boolean;
  /** The place says when. */
  hidesTime?: boolean;
}

export function Entry({ noun, item, on, onOpen, style, wraps = false, hidesTime = false }: Props) {
  const { row, minute } = item;
  const { setNodeRef, listeners, attributes: { 'aria-describedby': how }, isDragging } = useDraggable({ id: `${row.id} ${on}`, data: { item, from: on } satisfies Lifted });
  const time = useTime();
  const kind = noun.fields.find(({ name }) => name === 'kind')?.choices?.find(({ value }) => value === row['kind']);
  return (
    <Button ref={setNodeRef} {...listeners} aria-describedby={how} type="button" shade={shadeOf(kind?.pill)} isDone={row['state'] === 'done'} style={{ ...style, ...(isDragging && { opacity: 0.4 }) }} title={[kind?.label, minute !== null && time(minute), row['title']].filter(Boolean).join(' · ')} onClick={(event) => { event.stopPropagation(); onOpen(row); }}>
      {minute !== null && !hidesTime && <b>{time(minute)}</b>}
      <span dir="auto" style={wraps ? undefined : { whiteSpace: 'nowrap' }}>{String(row['title'])}</span>
    </Button>
  );
}

/** A minute of the day as people there write it. */
export function useTime(): (minute: number) => string {
  const { locale } = useWriting();
  return (minute) => new Intl.DateTimeFormat(locale, { hour: 'numeric', minute: '2-digit', timeZone: 'UTC' }).format(minute * 60_000);
}
