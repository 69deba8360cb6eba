import { styled } from '@mui/material/styles';
import { useTranslation } from 'react-i18next';
import { dayText, moneyText, numberText, percentText } from '../../../kernel/fields/format.js';
import { useWriting } from '../../../kernel/fields/use-writing.js';
import { Card } from './Card.js';
import { useAttainmentQuery, type Attainment } from './sales-figures.js';

const List = styled('ul')(({ theme }) => ({
  listStyle: 'none', margin: 0, padding: 0, display: 'grid', gridTemplateColumns: 'repeat(auto-fill, minmax(min(100%, 280px), 1fr))', gap: '14px 28px',
  '& li': { ...theme.typography.body2, display: 'grid', gridTemplateColumns: '1fr auto', gap: '4px 8px', fontVariantNumeric: 'tabular-nums' },
  '& b': { fontWeight: theme.typography.fontWeightMedium },
  '& small': { gridColumn: '1 / -1', fontSize: '0.75rem', color: theme.vars.palette.neutral[11] },
}));

const Track = styled('div')(({ theme }) => ({ gridColumn: '1 / -1', position: 'relative', blockSize: 8, borderRadius: 4, backgroundColor: theme.vars.palette.neutral[4], '& > span': { position: 'absolute', insetBlock: 0, insetInlineStart: 0, borderRadius: 4, backgroundColor: theme.vars.palette.accent.solid }, '& > i': { position: 'absolute', insetBlock: -3, inlineSize: 2, borderRadius: 1, backgroundColor: theme.vars.palette.neutral[11] } }));

/** How far the targets of today are met. The mark is how much of the period has gone by. */
export function Attainments({ on }: { on: string }) {
  const { t } = useTranslation();
  const { data } = useAttainmentQuery(on);
  if (!data?.data.length) return null;
  return <Card title={t('dashboard.targets')}><List>{data.data.map((each) => <Met key={each.target.id} attainment={each} />)}</List></Card>;
}

function Met({ attainment: { target, actual, goal, percent, elapsed } }: { attainment: Attainment }) {
  const { t } = useTranslation();
  const writing = useWriting();
  const worth = target.measure === 'amount' ? [moneyText(actual.amount, writing, 'compact'), goal.amount ? moneyText(goal.amount, writing, 'compact') : '–'] : [numberText(actual.deals, writing), numberText(goal.deals ?? 0, writing)];
  const part = percent === null ? '–' : percentText(Math.round(percent), writing);
  return (
    <li>
      <b dir="auto">{target.name}</b>
      <b>{part}</b>
      <Track role="progressbar" aria-label={target.name} aria-valuenow={Math.round(percent ?? 0)} aria-valuemin={0} aria-valuemax={100}>
        <span style={{ inlineSize: `${Math.min(100, Math.max(0, percent ?? 0))}%` }} />
        <i style={{ insetInlineStart: `${elapsed}%` }} title={t('dashboard.elapsed')} />
      </Track>
      <small>{t('dashboard.ofGoal', { actual: worth[0], goal: worth[1] })} · {t('dashboard.until', { day: dayText(target.endsOn, writing) })}</small>
    </li>
  );
}
