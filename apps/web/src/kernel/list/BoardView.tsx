import { DndContext, DragOverlay, KeyboardSensor, PointerSensor, TouchSensor, useDraggable, useDroppable, useSensor, useSensors } from '@dnd-kit/core';
import { styled } from '@mui/material/styles';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Choice, Field, Noun } from '../../api/meta.js';
import { include, useFewQuery, type Json, type Row } from '../../api/records.js';
import { Select } from '../../shell/Field.js';
import { Pill } from '../fields/Pill.js';
import { Value, valueOf } from '../fields/Value.js';
import { numberText } from '../fields/format.js';
import { useWriting } from '../fields/use-writing.js';
import { listFields, titleOf } from '../nouns.js';
import { conditionOf, type View } from './view.js';
import { useView } from './use-view.js';

const Columns = styled('div')({ flex: 1, minBlockSize: 0, display: 'flex', gap: 12, overflow: 'auto', padding: 16 });

const Column = styled('section', { shouldForwardProp: (name) => name !== 'over' })<{ over: boolean }>(({ theme, over }) => ({
  flex: '0 0 auto',
  inlineSize: 280,
  minInlineSize: 0,
  display: 'flex',
  flexDirection: 'column',
  minBlockSize: 0,
  borderRadius: 10,
  backgroundColor: over ? theme.vars.palette.accent.soft : theme.vars.palette.neutral[3],
  '& > header': { ...theme.typography.body2, display: 'flex', alignItems: 'center', justifyContent: 'space-between', gap: 8, padding: '10px 12px 6px', color: theme.vars.palette.neutral[11], fontVariantNumeric: 'tabular-nums' },
  '& > div': { flex: 1, minBlockSize: 80, overflow: 'auto', padding: '4px 8px 8px', display: 'flex', flexDirection: 'column', gap: 8 },
}));

const Card = styled('article', { shouldForwardProp: (name) => name !== 'lifted' })<{ lifted: boolean }>(({ theme, lifted }) => ({
  ...theme.typography.body2,
  display: 'flex',
  flexDirection: 'column',
  gap: 4,
  padding: '10px 12px',
  borderRadius: 8,
  backgroundColor: theme.vars.palette.raised,
  border: `1px solid ${theme.vars.palette.neutral[5]}`,
  opacity: lifted ? 0.4 : 1,
  touchAction: 'manipulation',
  cursor: 'default',
  '& button': { all: 'unset', fontWeight: theme.typography.fontWeightMedium, color: theme.vars.palette.neutral[12], overflowWrap: 'anywhere' },
  '&:hover': { borderColor: theme.vars.palette.neutral[7] },
  '&:focus-visible, & button:focus-visible': { outline: `2px solid ${theme.vars.palette.accent.solid}`, outlineOffset: 1, borderRadius: 8 },
  '& .facts': { color: theme.vars.palette.neutral[11], display: 'flex', flexDirection: 'column', gap: 2, minInlineSize: 0 },
}));

export interface BoardProps {
  noun: Noun;
  view: View;
  onOpen: (row: Row) => void;
  onSave: (row: Row, field: Field, value: Json) => Promise<boolean>;
}

/** Columns by one of the choices of a noun; a card that is dropped elsewhere takes that choice. */
export function BoardView({ noun, view, onOpen, onSave }: BoardProps) {
  const { t } = useTranslation();
  const [, setView] = useView();
  const [lifted, setLifted] = useState<Row | null>(null);
  const sensors = useSensors(useSensor(PointerSensor, { activationConstraint: { distance: 6 } }), useSensor(TouchSensor, { activationConstraint: { delay: 200, tolerance: 6 } }), useSensor(KeyboardSensor));
  const fields = noun.fields.filter(({ choices }) => choices);
  const field = fields.find(({ name }) => name === view.by) ?? fields.find(({ list }) => list) ?? fields[0];
  if (!field) return null;
  return (
    <>
      {fields.length > 1 && <div style={{ padding: '10px 16px 0', inlineSize: 220 }}><Select aria-label={t('list.columnsBy')} value={field.name} onChange={({ target }) => setView({ by: target.value })}>{fields.map(({ name, label }) => <option key={name} value={name}>{label}</option>)}</Select></div>}
      <DndContext
        sensors={sensors}
        onDragStart={({ active }) => setLifted(active.data.current as Row)}
        onDragCancel={() => setLifted(null)}
        onDragEnd={({ over }) => {
          if (lifted && over && over.id !== lifted[field.name]) void onSave(lifted, field, String(over.id));
          setLifted(null);
        }}
      >
        <Columns>
          {field.choices!.map((choice) => <Stack key={choice.value} noun={noun} view={view} field={field} choice={choice} lifted={lifted} onOpen={onOpen} />)}
        </Columns>
        <DragOverlay dropAnimation={null}>{lifted && <Card lifted={false} style={{ rotate: '1.5deg' }}>{titleOf(lifted, noun)}</Card>}</DragOverlay>
      </DndContext>
    </>
  );
}

function Stack({ noun, view, field, choice, lifted, onOpen }: { noun: Noun; view: View; field: Field; choice: Choice; lifted: Row | null; onOpen: (row: Row) => void }) {
  const writing = useWriting();
  const own = { field: field.name, operator: 'eq', value: choice.value };
  const where = conditionOf(view.where);
  const { data } = useFewQuery({ path: noun.path, where: where ? { and: [where, own] } : own, q: view.q.trim() || undefined, sort: view.sort, include: include(noun), limit: 50, count: 'exact' });
  const { setNodeRef, isOver } = useDroppable({ id: choice.value });
  return (
    <Column over={isOver} aria-label={choice.label}>
      <header><Pill shade={choice.pill}>{choice.label}</Pill><span>{data?.page.count === undefined ? '' : numberText(data.page.count, writing)}</span></header>
      <div ref={setNodeRef}>{data?.data.map((row) => <Draggable key={row.id} noun={noun} field={field} row={row} lifted={lifted?.id === row.id} onOpen={() => onOpen(row)} />)}</div>
    </Column>
  );
}

function Draggable({ noun, field, row, lifted, onOpen }: { noun: Noun; field: Field; row: Row; lifted: boolean; onOpen: () => void }) {
  const { setNodeRef, listeners, attributes } = useDraggable({ id: row.id, data: row, attributes: { role: 'group' } });
  const facts = listFields(noun).filter(({ name }) => name !== noun.title && name !== field.name && valueOf(row, name)).slice(0, 3);
  return (
    <Card ref={setNodeRef} lifted={lifted} {...listeners} {...attributes}>
      <button type="button" dir="auto" onClick={onOpen}>{titleOf(row, noun)}</button>
      <div className="facts">{facts.map((fact) => <Value key={fact.name} field={fact} row={row} />)}</div>
    </Card>
  );
}
