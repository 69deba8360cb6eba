import { styled, useTheme } from '@mui/material/styles';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate } from 'react-router';
import { Bar, BarChart, CartesianGrid, ResponsiveContainer, Tooltip, XAxis, YAxis } from 'recharts';
import { useLanguage } from '../../../i18n/use-language.js';
import { decimalsOf, moneyText, numberText } from '../../../kernel/fields/format.js';
import { useWriting } from '../../../kernel/fields/use-writing.js';
import { linkTo } from './records-link.js';
import type { Line } from './sales-figures.js';

/** For those who cannot point at a bar: the same numbers as links, seen once one is reached. */
const Links = styled('ol')(({ theme }) => ({
  listStyle: 'none',
  margin: 0,
  padding: 0,
  blockSize: 0,
  overflow: 'hidden',
  '&:focus-within': { blockSize: 'auto', overflow: 'visible', display: 'flex', flexWrap: 'wrap', gap: '2px 12px' },
  '& a': { ...theme.typography.body2, color: theme.vars.palette.accent.text },
}));

const Said = styled('div')(({ theme }) => ({ ...theme.typography.body2, padding: '6px 10px', borderRadius: 6, backgroundColor: theme.vars.palette.neutral[12], color: theme.vars.palette.neutral[1] }));

/** What was won in each month. */
export function Months({ lines }: { lines: readonly Line[] }) {
  const { t } = useTranslation();
  const theme = useTheme();
  const writing = useWriting();
  const { direction } = useLanguage();
  const go = useNavigate();
  const name = (month: string, style: 'short' | 'long') => new Intl.DateTimeFormat(writing.locale, { month: style, ...(style === 'long' && { year: 'numeric' }), timeZone: 'UTC' }).format(new Date(`${month}-01T00:00:00Z`));
  const rows = lines.map(({ key, figures }) => ({ month: key!, won: figures['won']!, size: figures['won']!.amount?.amount ?? figures['won']!.value ?? 0 }));
  const currency = rows[0]?.won.amount?.currency;
  const sizeText = (size: number) => (currency ? moneyText({ amount: Math.round(size), currency }, writing, 'compact') : numberText(size, writing));
  const ticks = { fill: theme.vars.palette.neutral[11], fontSize: 12 };
  return (
    <>
      {/* Labels are placed by where text ends: the order of the months alone follows the language. */}
      <div dir="ltr" style={{ blockSize: 220 }} aria-hidden>
        <ResponsiveContainer width="100%" height="100%">
          <BarChart data={rows} margin={{ top: 4, bottom: 0 }} accessibilityLayer={false}>
            <CartesianGrid vertical={false} stroke={theme.vars.palette.neutral[5]} />
            <XAxis dataKey="month" tickFormatter={(month: string) => name(month, 'short')} reversed={direction === 'rtl'} tick={ticks} tickLine={false} axisLine={false} />
            <YAxis orientation={direction === 'rtl' ? 'right' : 'left'} tickFormatter={sizeText} tick={ticks} tickLine={false} axisLine={false} width={58} tickCount={4} allowDecimals={decimalsOf(currency ?? 'EUR') > 0} />
            <Tooltip cursor={{ fill: theme.vars.palette.neutral[4] }} content={({ active, payload }) => {
              const row = payload?.[0]?.payload as (typeof rows)[number] | undefined;
              return active && row ? <Said>{name(row.month, 'long')}: {sizeText(row.size)} · {t('dashboard.deals', { count: row.won.value ?? 0, shown: numberText(row.won.value ?? 0, writing) })}</Said> : null;
            }} />
            <Bar dataKey="size" fill={theme.vars.palette.accent.solid} radius={[3, 3, 0, 0]} maxBarSize={34} isAnimationActive={false} cursor="pointer" onClick={(_bar, index) => void go(linkTo(rows[index]!.won) ?? '#')} />
          </BarChart>
        </ResponsiveContainer>
      </div>
      <Links aria-label={t('dashboard.charts.wonByMonth')}>{rows.map(({ month, won, size }) => <li key={month}><Link to={linkTo(won) ?? '#'}>{name(month, 'long')}: {sizeText(size)}</Link></li>)}</Links>
    </>
  );
}
