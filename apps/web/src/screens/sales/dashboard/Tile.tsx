import Skeleton from '@mui/material/Skeleton';
import { styled } from '@mui/material/styles';
import { TrendingDown, TrendingUp } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { moneyText, numberText, percentText, type Writing } from '../../../kernel/fields/format.js';
import { useWriting } from '../../../kernel/fields/use-writing.js';
import { Icon } from '../../../shell/Icon.js';
import { linkTo } from './records-link.js';
import type { Figure } from './sales-figures.js';

export const TILES = ['open', 'won', 'winRate', 'averageDeal', 'cycle', 'lost', 'leads', 'converted', 'done', 'overdue', 'late', 'stale'] as const;
/** Less of it is better. */
const BETTER_DOWN: ReadonlySet<string> = new Set(['lost', 'cycle', 'overdue', 'late', 'stale']);

const Box = styled(Link)(({ theme }) => ({
  display: 'grid',
  gap: 2,
  padding: '12px 14px',
  borderRadius: 10,
  color: 'inherit',
  textDecoration: 'none',
  backgroundColor: theme.vars.palette.raised,
  border: `1px solid ${theme.vars.palette.neutral[5]}`,
  fontVariantNumeric: 'tabular-nums',
  '& .name, & .more': { ...theme.typography.body2, color: theme.vars.palette.neutral[11] },
  '& .value': { fontSize: '1.375rem', lineHeight: '1.75rem', fontWeight: theme.typography.fontWeightBold, letterSpacing: '-0.01em', '&:lang(ar)': { letterSpacing: 0 } },
  '& .more': { display: 'flex', alignItems: 'center', gap: 4, minBlockSize: 20, fontSize: '0.75rem' },
  '& .good': { color: theme.vars.palette.good.text },
  '& .bad': { color: theme.vars.palette.bad.text },
  '&:hover': { borderColor: theme.vars.palette.neutral[8] },
  '&:focus-visible': { outline: `2px solid ${theme.vars.palette.accent.solid}`, outlineOffset: 1 },
}));

/** A number that opens what it is made of, with what has become of it since. */
export function Tile({ name, figure }: { name: (typeof TILES)[number]; figure: { now: Figure; before: Figure | null } | undefined }) {
  const { t } = useTranslation();
  const writing = useWriting();
  const change = figure?.before ? changeOf(figure.now, figure.before) : null;
  return (
    <Box to={(figure && linkTo(figure.now)) ?? '#'}>
      <span className="name">{t(`dashboard.figures.${name}`)}</span>
      <span className="value">{figure ? mainText(figure.now, writing, (days) => t('dashboard.days', { days })) : <Skeleton width={90} />}</span>
      <span className="more">
        {figure?.now.amount && name !== 'averageDeal' && <span>{t('dashboard.deals', { count: figure.now.value ?? 0, shown: numberText(figure.now.value ?? 0, writing) })}</span>}
        {change !== null && change !== 0 && (
          <span className={change > 0 === BETTER_DOWN.has(name) ? 'bad' : 'good'} style={{ display: 'inline-flex', alignItems: 'center', gap: 3, marginInlineStart: 'auto' }} title={t('dashboard.before')}>
            <Icon of={change > 0 ? TrendingUp : TrendingDown} />
            {new Intl.NumberFormat(writing.locale, { style: 'percent', maximumFractionDigits: 0, signDisplay: 'exceptZero' }).format(change)}
          </span>
        )}
      </span>
    </Box>
  );
}

/** Money where a figure has some, and otherwise the number. */
export function mainText({ amount, value, unit }: Figure, writing: Writing, days: (days: string) => string): string {
  if (amount) return moneyText(amount, writing, 'compact');
  if (value === null) return '–';
  if (unit === 'percent') return percentText(Math.round(value), writing);
  return unit === 'days' ? days(new Intl.NumberFormat(writing.locale, { maximumFractionDigits: value < 10 ? 1 : 0 }).format(value)) : numberText(value, writing);
}

/** As a part of what it was; null where it was nothing. */
function changeOf(now: Figure, before: Figure): number | null {
  const [is, was] = now.amount && before.amount ? [now.amount.amount, before.amount.amount] : [now.value, before.value];
  return is === null || !was ? null : is / was - 1;
}
