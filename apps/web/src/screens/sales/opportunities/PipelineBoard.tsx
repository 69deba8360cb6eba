import Button from '@mui/material/Button';
import { styled } from '@mui/material/styles';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isProblem, type Problem } from '../../../api/problem.js';
import { useFewQuery, type Json, type Row } from '../../../api/records.js';
import { Face } from '../../../kernel/fields/Face.js';
import { agoText, dayText, isAmount, moneyText, numberText } from '../../../kernel/fields/format.js';
import { Pill } from '../../../kernel/fields/Pill.js';
import { useWriting } from '../../../kernel/fields/use-writing.js';
import { Board, BoardCard, BoardColumn } from '../../../kernel/list/Board.js';
import type { BoardViewProps } from '../../../kernel/list/BoardView.js';
import { useView } from '../../../kernel/list/use-view.js';
import { conditionOf } from '../../../kernel/list/view.js';
import { Select } from '../../../shell/Field.js';
import { useSay } from '../../../shell/use-say.js';
import { useBoardQuery, useMoveDealMutation, type Column, type Totals } from './board.js';
import { StageRules } from './StageRules.js';

const Head = styled('div')(({ theme }) => ({
  display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: '6px 16px', padding: '10px 16px 0', ...theme.typography.body2, color: theme.vars.palette.neutral[11], fontVariantNumeric: 'tabular-nums',
  '& b': { color: theme.vars.palette.neutral[12], fontWeight: theme.typography.fontWeightMedium },
}));

const Foot = styled('span')(({ theme }) => ({
  display: 'flex', alignItems: 'center', gap: 8, color: theme.vars.palette.neutral[11], fontSize: '0.75rem',
  '& b': { fontSize: '0.8125rem', fontWeight: theme.typography.fontWeightMedium, color: theme.vars.palette.neutral[12], fontVariantNumeric: 'tabular-nums', marginInlineEnd: 'auto' },
}));

const Who = styled('span')(({ theme }) => ({ color: theme.vars.palette.neutral[11], overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' }));

const [FIRST_CARDS, MORE_CARDS, MOST_CARDS] = [15, 85, 200];
const SHADES: Readonly<Record<string, string>> = { open: 'blue', won: 'green', lost: 'grey' };

/** A pipeline as it stands. A stage whose rules are not met asks for what is missing, at once and here. */
export function PipelineBoard({ noun, view, onOpen }: BoardViewProps) {
  const { t } = useTranslation();
  const writing = useWriting();
  const [, setView] = useView();
  const { data: pipelines } = useFewQuery({ path: '/api/v1/sales/pipelines', limit: 50 });
  const pipeline = pipelines?.data.find(({ id }) => id === view.by) ?? pipelines?.data[0];
  const [limit, setLimit] = useState(FIRST_CARDS);
  const on = { id: pipeline?.id ?? '', where: conditionOf(view.where), q: view.q.trim() || undefined, limit };
  const { data: board } = useBoardQuery(on, { skip: !pipeline });
  const [move] = useMoveDealMutation();
  const [asked, setAsked] = useState<{ deal: Row; stage: Column['stage']; problem: Problem } | null>(null);
  const { done, refused } = useSay();
  const put = async (deal: Row, stageId: string, above: string | null) => {
    const { stage } = board!.columns.find((column) => column.stage.id === stageId)!;
    const from = String(deal['stageId']);
    const moved = await move({ id: deal.id, body: { stageId, ...(above && { above }) }, on });
    if (isProblem(moved.error) && moved.error.errors?.length) setAsked({ deal, stage, problem: moved.error });
    else if (moved.error) refused(moved.error);
    else if (from !== stageId) done(t('deals.moved', { stage: stage.name }), () => void move({ id: deal.id, body: { stageId: from }, on }));
  };
  return (
    <>
      <Head>
        {(pipelines?.data.length ?? 0) > 1 && <div style={{ inlineSize: 220 }}><Select aria-label={t('deals.pipeline')} value={pipeline?.id} onChange={({ target }) => setView({ by: target.value })}>{pipelines?.data.map(({ id, name }) => <option key={id} value={id}>{String(name)}</option>)}</Select></div>}
        {board && <span><b>{t('deals.count', { count: board.total.count, shown: numberText(board.total.count, writing) })}</b> <Sums of={board.total} /></span>}
        {board && board.rates.missing.length > 0 && <span>{t('deals.withoutRate', { currencies: board.rates.missing.join(', ') })}</span>}
      </Head>
      <Board titleOf={(deal) => String(deal['name'])} onDrop={(deal, stageId, above) => void put(deal, stageId, above)}>
        {board?.columns.map((column) => (
          <BoardColumn key={column.stage.id} id={column.stage.id} label={column.stage.name} head={<ColumnHead column={column} />}>
            {column.cards.map((deal) => <Deal key={deal.id} deal={deal} stageId={column.stage.id} onOpen={() => onOpen(deal)} />)}
            {column.cards.length < column.count && limit < MOST_CARDS && <Button variant="text" onClick={() => setLimit(Math.min(limit + MORE_CARDS, MOST_CARDS))}>{t('deals.more', { count: column.count - column.cards.length })}</Button>}
            {column.cards.length < column.count && limit === MOST_CARDS && <Button variant="text" onClick={() => setView({ layout: 'table', where: { any: false, filters: [...(view.where.any ? [view.where] : view.where.filters), { field: 'stageId', operator: 'eq', value: column.stage.id }] } })}>{t('deals.asList', { count: column.count })}</Button>}
          </BoardColumn>
        ))}
      </Board>
      {asked && <StageRules noun={noun} on={on} {...asked} onClose={() => setAsked(null)} />}
    </>
  );
}

function ColumnHead({ column: { stage, ...totals } }: { column: Column }) {
  const writing = useWriting();
  return (
    <>
      <Pill shade={SHADES[stage.kind]}>{stage.name}</Pill>
      <span>{numberText(totals.count, writing)}</span>
      <small><Sums of={totals} /></small>
    </>
  );
}

/** In the organisation's currency; by the currency of each deal for whoever points at it. */
function Sums({ of: { sums, base } }: { of: Totals }) {
  const writing = useWriting();
  const { t } = useTranslation();
  if (!base || !sums?.length) return null;
  const apart = sums.map(({ amount }) => moneyText(amount, writing)).join(' + ');
  return <span title={apart}>{moneyText(base.amount, writing, 'compact')} · {t('deals.weighted', { amount: moneyText(base.weighted, writing, 'compact') })}</span>;
}

function Deal({ deal, stageId, onOpen }: { deal: Row; stageId: string; onOpen: () => void }) {
  const writing = useWriting();
  const { t } = useTranslation();
  const company = (deal['company'] as Row | null | undefined)?.['name'];
  const owner = (deal['owner'] as Row | null | undefined)?.['name'];
  const amount: Json | undefined = deal['amount'];
  return (
    <BoardCard row={deal} title={String(deal['name'])} orderedIn={stageId} kind={t('deals.card')} onOpen={onOpen}>
      {company && <Who dir="auto">{String(company)}</Who>}
      <Foot>
        <b>{isAmount(amount) && moneyText(amount, writing)}</b>
        {deal['expectedClose'] && <span title={t('deals.close')}>{dayText(String(deal['expectedClose']), writing)}</span>}
        {!deal['expectedClose'] && deal['stageSince'] && <span>{agoText(String(deal['stageSince']), Date.now(), writing)}</span>}
        {owner && <Face name={String(owner)} size={18} />}
      </Foot>
    </BoardCard>
  );
}
