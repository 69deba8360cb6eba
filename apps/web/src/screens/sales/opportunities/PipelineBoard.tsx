import { DndContext, DragOverlay, KeyboardSensor, PointerSensor, TouchSensor, useDraggable, useDroppable, useSensor, useSensors } from '@dnd-kit/core';
import Button from '@mui/material/Button';
import { styled } from '@mui/material/styles';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Noun } from '../../../api/meta.js';
import { isProblem, type Problem } from '../../../api/problem.js';
import { include, useFewQuery, type Json, type Row } from '../../../api/records.js';
import { Face } from '../../../kernel/fields/Face.js';
import { agoText, dayText, isAmount, moneyText, numberText } from '../../../kernel/fields/format.js';
import { Pill } from '../../../kernel/fields/Pill.js';
import { useWriting } from '../../../kernel/fields/use-writing.js';
import type { BoardProps } from '../../../kernel/list/BoardView.js';
import { useView } from '../../../kernel/list/use-view.js';
import { conditionOf } from '../../../kernel/list/view.js';
import { Select } from '../../../shell/Field.js';
import { useSay } from '../../../shell/use-say.js';
import { useMoveDealMutation } from './board.js';
import { StageRules } from './StageRules.js';

const Columns = styled('div')({ flex: 1, minBlockSize: 0, display: 'flex', gap: 12, overflow: 'auto', padding: 16 });

const Column = styled('section', { shouldForwardProp: (name) => name !== 'over' })<{ over: boolean }>(({ theme, over }) => ({
  flex: '0 0 auto',
  inlineSize: 272,
  minInlineSize: 0,
  display: 'flex',
  flexDirection: 'column',
  minBlockSize: 0,
  borderRadius: 10,
  backgroundColor: over ? theme.vars.palette.accent.soft : theme.vars.palette.neutral[3],
  '& > header': { ...theme.typography.body2, display: 'grid', gridTemplateColumns: '1fr auto', gap: '2px 8px', padding: '10px 12px 6px', fontVariantNumeric: 'tabular-nums' },
  '& > header small': { gridColumn: '1 / -1', color: theme.vars.palette.neutral[11], fontSize: '0.75rem', minBlockSize: 16 },
  '& > header b': { color: theme.vars.palette.neutral[11], fontWeight: 400 },
  '& > div': { flex: 1, minBlockSize: 80, overflow: 'auto', padding: '4px 8px 8px', display: 'flex', flexDirection: 'column', gap: 8 },
}));

const Card = styled('article', { shouldForwardProp: (name) => name !== 'lifted' })<{ lifted: boolean }>(({ theme, lifted }) => ({
  ...theme.typography.body2,
  display: 'grid',
  gap: 4,
  padding: '10px 12px',
  borderRadius: 8,
  backgroundColor: theme.vars.palette.raised,
  border: `1px solid ${theme.vars.palette.neutral[5]}`,
  opacity: lifted ? 0.4 : 1,
  cursor: 'default',
  '& button': { all: 'unset', fontWeight: theme.typography.fontWeightMedium, color: theme.vars.palette.neutral[12], overflowWrap: 'anywhere' },
  '&:hover': { borderColor: theme.vars.palette.neutral[7] },
  '&:focus-visible, & button:focus-visible': { outline: `2px solid ${theme.vars.palette.accent.solid}`, outlineOffset: 1, borderRadius: 8 },
  '& .who': { color: theme.vars.palette.neutral[11], overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' },
  '& .foot': { display: 'flex', alignItems: 'center', gap: 8, color: theme.vars.palette.neutral[11], fontSize: '0.75rem' },
  '& .foot b': { fontSize: '0.8125rem', fontWeight: theme.typography.fontWeightMedium, color: theme.vars.palette.neutral[12], fontVariantNumeric: 'tabular-nums', marginInlineEnd: 'auto' },
}));

interface Asked { deal: Row; stage: Row; problem: Problem }

/** A pipeline as it stands. A stage whose rules are not met asks for what is missing, at once and here. */
export function PipelineBoard({ noun, view, onOpen }: BoardProps) {
  const { t } = useTranslation();
  const [, setView] = useView();
  const { data: pipelines } = useFewQuery({ path: '/api/v1/sales/pipelines', limit: 50 });
  const pipeline = pipelines?.data.find(({ id }) => id === view.by) ?? pipelines?.data[0];
  const { data: stages } = useFewQuery({ path: '/api/v1/sales/stages', where: { field: 'pipelineId', operator: 'eq', value: pipeline?.id ?? '' }, sort: 'position', limit: 50 }, { skip: !pipeline });
  const [move] = useMoveDealMutation();
  const [lifted, setLifted] = useState<Row | null>(null);
  const [asked, setAsked] = useState<Asked | null>(null);
  const { done, refused } = useSay();
  const sensors = useSensors(useSensor(PointerSensor, { activationConstraint: { distance: 6 } }), useSensor(TouchSensor, { activationConstraint: { delay: 200, tolerance: 6 } }), useSensor(KeyboardSensor));
  const put = async (deal: Row, stage: Row) => {
    const from = deal['stageId'];
    const moved = await move({ id: deal.id, body: { stageId: stage.id } });
    if (!moved.error) return done(t('deals.moved', { stage: String(stage['name']) }), () => void move({ id: deal.id, body: { stageId: from } }));
    if (isProblem(moved.error) && moved.error.errors?.length) setAsked({ deal, stage, problem: moved.error });
    else refused(moved.error);
  };
  return (
    <>
      {(pipelines?.data.length ?? 0) > 1 && <div style={{ padding: '10px 16px 0', inlineSize: 240 }}><Select aria-label={t('deals.pipeline')} value={pipeline?.id} onChange={({ target }) => setView({ by: target.value })}>{pipelines?.data.map(({ id, name }) => <option key={id} value={id}>{String(name)}</option>)}</Select></div>}
      <DndContext
        sensors={sensors}
        onDragStart={({ active }) => setLifted(active.data.current as Row)}
        onDragCancel={() => setLifted(null)}
        onDragEnd={({ over }) => {
          const stage = stages?.data.find(({ id }) => id === over?.id);
          if (lifted && stage && stage.id !== lifted['stageId']) void put(lifted, stage);
          setLifted(null);
        }}
      >
        <Columns>{stages?.data.map((stage) => <Stack key={stage.id} noun={noun} view={view} stage={stage} lifted={lifted} onOpen={onOpen} />)}</Columns>
        <DragOverlay dropAnimation={null}>{lifted && <Card lifted={false} style={{ rotate: '1.5deg' }}>{String(lifted['name'])}</Card>}</DragOverlay>
      </DndContext>
      {asked && <StageRules noun={noun} {...asked} onClose={() => setAsked(null)} />}
    </>
  );
}

const SHADES: Readonly<Record<string, string>> = { open: 'blue', won: 'green', lost: 'grey' };

function Stack({ noun, view, stage, lifted, onOpen }: { noun: Noun; view: BoardProps['view']; stage: Row; lifted: Row | null; onOpen: (row: Row) => void }) {
  const writing = useWriting();
  const { t } = useTranslation();
  const own = { field: 'stageId', operator: 'eq', value: stage.id as Json };
  const where = conditionOf(view.where);
  const [limit, setLimit] = useState(25);
  const { data } = useFewQuery({ path: noun.path, where: where ? { and: [where, own] } : own, q: view.q.trim() || undefined, sort: view.sort, include: include(noun), limit, count: 'exact' });
  const { setNodeRef, isOver } = useDroppable({ id: stage.id });
  const sums = sumsOf(data?.data ?? []);
  const shown = data?.data.length ?? 0;
  const count = data?.page.count ?? 0;
  return (
    <Column over={isOver} aria-label={String(stage['name'])}>
      <header>
        <Pill shade={SHADES[String(stage['kind'])]}>{String(stage['name'])}</Pill>
        <b>{data ? numberText(count, writing) : ''}</b>
        <small>{shown === count && sums.map(([currency, amount]) => moneyText({ amount, currency }, writing, true)).join(' + ')}</small>
      </header>
      <div ref={setNodeRef}>
        {data?.data.map((deal) => <Deal key={deal.id} deal={deal} lifted={lifted?.id === deal.id} onOpen={() => onOpen(deal)} />)}
        {shown < count && <Button variant="text" onClick={() => setLimit(limit + 50)}>{t('deals.more', { count: count - shown })}</Button>}
      </div>
    </Column>
  );
}

function sumsOf(deals: readonly Row[]): [string, number][] {
  const sums = new Map<string, number>();
  for (const deal of deals) {
    const amount: Json | undefined = deal['amount'];
    if (isAmount(amount)) sums.set(amount.currency, (sums.get(amount.currency) ?? 0) + amount.amount);
  }
  return [...sums];
}

function Deal({ deal, lifted, onOpen }: { deal: Row; lifted: boolean; onOpen: () => void }) {
  const writing = useWriting();
  const { t } = useTranslation();
  const { setNodeRef, listeners, attributes } = useDraggable({ id: deal.id, data: deal, attributes: { role: 'group' } });
  const company = (deal['company'] as Row | null | undefined)?.['name'];
  const owner = (deal['owner'] as Row | null | undefined)?.['name'];
  const amount: Json | undefined = deal['amount'];
  return (
    <Card ref={setNodeRef} lifted={lifted} {...listeners} {...attributes} aria-roledescription={t('deals.card')}>
      <button type="button" dir="auto" onClick={onOpen}>{String(deal['name'])}</button>
      {company && <span className="who" dir="auto">{String(company)}</span>}
      <span className="foot">
        <b>{isAmount(amount) && moneyText(amount, writing)}</b>
        {deal['expectedClose'] && <span title={t('deals.close')}>{dayText(String(deal['expectedClose']), writing)}</span>}
        {!deal['expectedClose'] && deal['stageSince'] && <span>{agoText(String(deal['stageSince']), Date.now(), writing)}</span>}
        {owner && <Face name={String(owner)} size={18} />}
      </span>
    </Card>
  );
}
