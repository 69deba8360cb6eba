import { DndContext, DragOverlay, useDraggable, useDroppable, type ClientRect, type DragEndEvent, type KeyboardCoordinateGetter } from '@dnd-kit/core';
import { styled } from '@mui/material/styles';
import { useState, type ReactNode } from 'react';
import type { Row } from '../../api/records.js';
import { underThePointer, useLifting } from './lifting.js';

const Columns = styled('div')({ flex: 1, minBlockSize: 0, display: 'flex', gap: 12, overflow: 'auto', padding: 16 });

const Column = styled('section', { shouldForwardProp: (name) => name !== 'over' })<{ over: boolean }>(({ theme, over }) => ({
  flex: '0 0 auto',
  inlineSize: 276,
  display: 'flex',
  flexDirection: 'column',
  minBlockSize: 0,
  borderRadius: 10,
  backgroundColor: over ? theme.vars.palette.accent.soft : theme.vars.palette.neutral[3],
  '& > header': { ...theme.typography.body2, display: 'grid', gridTemplateColumns: '1fr auto', alignItems: 'center', justifyItems: 'start', gap: '2px 8px', padding: '10px 12px 6px', color: theme.vars.palette.neutral[11], fontVariantNumeric: 'tabular-nums' },
  '& > header small': { gridColumn: '1 / -1', fontSize: '0.75rem', minBlockSize: 16 },
  '& > div': { flex: 1, minBlockSize: 80, overflow: 'auto', padding: '4px 8px 8px', display: 'flex', flexDirection: 'column', gap: 8 },
}));

const Card = styled('article', { shouldForwardProp: (name) => name !== 'lifted' && name !== 'over' })<{ lifted?: boolean; over?: boolean }>(({ theme, lifted, over }) => ({
  ...theme.typography.body2,
  display: 'flex',
  flexDirection: 'column',
  gap: 4,
  padding: '10px 12px',
  borderRadius: 8,
  backgroundColor: theme.vars.palette.raised,
  border: `1px solid ${theme.vars.palette.neutral[5]}`,
  opacity: lifted ? 0.4 : 1,
  boxShadow: over ? `0 -3px 0 -1px ${theme.vars.palette.accent.solid}` : 'none',
  touchAction: 'manipulation',
  cursor: 'default',
  '& > button': { all: 'unset', fontWeight: theme.typography.fontWeightMedium, color: theme.vars.palette.neutral[12], overflowWrap: 'anywhere' },
  '&:hover': { borderColor: theme.vars.palette.neutral[7] },
  '&:focus-visible, & > button:focus-visible': { outline: `2px solid ${theme.vars.palette.accent.solid}`, outlineOffset: 1, borderRadius: 8 },
}));

/** With the arrows a card goes from column to column, and from card to card. */
const toTheNext: KeyboardCoordinateGetter = (event, { context: { droppableContainers, droppableRects, collisionRect } }) => {
  const sideways = event.code === 'ArrowLeft' || event.code === 'ArrowRight';
  const forwards = event.code === 'ArrowRight' || event.code === 'ArrowDown';
  if (!collisionRect || !/^Arrow/.test(event.code)) return undefined;
  event.preventDefault();
  const places = droppableContainers.getEnabled().flatMap(({ id, data }) => {
    const rect = droppableRects.get(id);
    return rect && Boolean((data.current as Landing).card) !== sideways ? [rect] : [];
  });
  const within = sideways ? places : places.filter(({ left, right }) => collisionRect.left >= left - 20 && collisionRect.left < right);
  const away = (rect: Pick<ClientRect, 'left' | 'top'>) => (forwards ? 1 : -1) * (sideways ? rect.left - collisionRect.left : rect.top - collisionRect.top);
  const next = within.filter((rect) => away(rect) > 20).sort((a, b) => away(a) - away(b))[0];
  return next && { x: next.left + (sideways ? 8 : 0), y: sideways ? next.top + 48 : next.top };
};

interface Landing {
  column: string;
  card: string | null;
}

export interface BoardProps {
  titleOf: (row: Row) => string;
  /** A card was let go in a column, and over which of its cards. */
  onDrop: (row: Row, column: string, over: string | null) => void;
  children: ReactNode;
}

/** Columns of cards that are moved with the pointer, the finger or the keys. */
export function Board({ titleOf, onDrop, children }: BoardProps) {
  const [lifted, setLifted] = useState<Row | null>(null);
  const sensors = useLifting(toTheNext);
  const drop = ({ over }: DragEndEvent) => {
    const landing = over?.data.current as Landing | undefined;
    if (lifted && landing && landing.card !== lifted.id) onDrop(lifted, landing.column, landing.card);
    setLifted(null);
  };
  return (
    <DndContext sensors={sensors} collisionDetection={underThePointer} onDragStart={({ active }) => setLifted(active.data.current as Row)} onDragCancel={() => setLifted(null)} onDragEnd={drop}>
      {/* Of a board without cards the keys would have nothing to scroll it by. */}
      <Columns tabIndex={0}>{children}</Columns>
      <DragOverlay dropAnimation={null}>{lifted && <Card style={{ rotate: '1.5deg' }}>{titleOf(lifted)}</Card>}</DragOverlay>
    </DndContext>
  );
}

export function BoardColumn({ id, label, head, children }: { id: string; label: string; head: ReactNode; children: ReactNode }) {
  const landing: Landing = { column: id, card: null };
  const { setNodeRef, isOver } = useDroppable({ id, data: landing });
  return (
    <Column over={isOver} aria-label={label}>
      <header>{head}</header>
      <div ref={setNodeRef}>{children}</div>
    </Column>
  );
}

export interface BoardCardProps {
  row: Row;
  title: string;
  /** The column, where cards have an order of their own in it. */
  orderedIn?: string;
  kind?: string;
  onOpen: () => void;
  children: ReactNode;
}

export function BoardCard({ row, title, orderedIn, kind, onOpen, children }: BoardCardProps) {
  const { setNodeRef: lift, setActivatorNodeRef, listeners, attributes, isDragging } = useDraggable({ id: row.id, data: row, attributes: { role: 'group', ...(kind && { roleDescription: kind }) } });
  const landing: Landing = { column: orderedIn ?? '', card: row.id };
  const { setNodeRef: land, isOver } = useDroppable({ id: row.id, data: landing, disabled: !orderedIn || isDragging });
  const place = (element: HTMLElement | null) => {
    lift(element);
    land(element);
    setActivatorNodeRef(element);
  };
  return (
    <Card ref={place} lifted={isDragging} over={isOver} {...listeners} {...attributes} aria-label={title}>
      <button type="button" dir="auto" onClick={onOpen}>{title}</button>
      {children}
    </Card>
  );
}
