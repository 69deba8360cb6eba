import { DndContext, DragOverlay, useDroppable, type DragEndEvent, type KeyboardCoordinateGetter } from '@dnd-kit/core';
import { styled } from '@mui/material/styles';
import { useState, type ComponentPropsWithoutRef, type ReactNode } from 'react';
import { underThePointer, useLifting } from '../../../kernel/list/lifting.js';
import { shiftDay } from '../../../kernel/list/month.js';
import { daysFrom, type Item } from './calendar.js';

const STEP = 15;
const LAST = 1_440 - STEP;

const Ghost = styled('div')(({ theme }) => ({ ...theme.typography.body2, padding: '4px 8px', borderRadius: 4, backgroundColor: theme.vars.palette.raised, border: `1px solid ${theme.vars.palette.accent.solid}`, boxShadow: theme.vars.palette.float, overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' }));

export interface Lifted {
  item: Item;
  /** The day at which it was taken: of what goes on for days, not always the first. */
  from: string;
}

interface Props {
  /** How high an hour is; without hours only the day changes. */
  hour?: number;
  onMove: (item: Item, day: string, minute: number | null) => void;
  children: ReactNode;
}

/** Activities that are moved to another day or time with the pointer, the finger, or Space and the arrows. */
export function Movable({ hour, onMove, children }: Props) {
  const [lifted, setLifted] = useState<Lifted | null>(null);
  const sensors = useLifting(byDayAndTime(hour));
  const drop = ({ over, delta }: DragEndEvent) => {
    setLifted(null);
    const day = (over?.data.current as { day: string } | undefined)?.day;
    if (!lifted || !day) return;
    const { item, from } = lifted;
    const minute = item.minute === null || !hour ? item.minute : Math.min(Math.max(Math.round((item.minute + (delta.y / hour) * 60) / STEP) * STEP, 0), LAST);
    const first = shiftDay(item.day, daysFrom(from, day));
    if (first !== item.day || minute !== item.minute) onMove(item, first, minute);
  };
  return (
    <DndContext sensors={sensors} autoScroll={{ threshold: { x: 0.05, y: 0.05 } }} collisionDetection={underThePointer} onDragStart={({ active }) => setLifted(active.data.current as Lifted)} onDragCancel={() => setLifted(null)} onDragEnd={drop}>
      {children}
      <DragOverlay dropAnimation={null}>{lifted && <Ghost dir="auto">{String(lifted.item.row['title'])}</Ghost>}</DragOverlay>
    </DndContext>
  );
}

/** Where an activity may be let go. */
export function DayPlace({ day, part, ...given }: { day: string; part: 'whole' | 'hours' } & ComponentPropsWithoutRef<'div'>) {
  const { setNodeRef, isOver } = useDroppable({ id: `${part} ${day}`, data: { day } });
  return <div ref={setNodeRef} {...given} {...(isOver && { 'data-over': '' })} />;
}

function byDayAndTime(hour: number | undefined): KeyboardCoordinateGetter {
  return (event, { currentCoordinates: { x, y }, context: { droppableRects, over } }) => {
    const rect = over && droppableRects.get(over.id);
    if (!rect || !/^Arrow/.test(event.code)) return undefined;
    event.preventDefault();
    if (event.code === 'ArrowLeft' || event.code === 'ArrowRight') return { x: x + (event.code === 'ArrowRight' ? rect.width : -rect.width), y };
    return { x, y: y + (event.code === 'ArrowDown' ? 1 : -1) * (hour ? (hour * STEP) / 60 : rect.height) };
  };
}
