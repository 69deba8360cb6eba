import { styled } from '@mui/material/styles';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { moneyText, numberText } from '../../../kernel/fields/format.js';
import { useWriting } from '../../../kernel/fields/use-writing.js';
import { linkTo } from './records-link.js';
import type { Figure, Line } from './sales-figures.js';

const List = styled('ol')(({ theme }) => ({
  listStyle: 'none',
  margin: 0,
  padding: 0,
  display: 'grid',
  gap: 2,
  '& a': { ...theme.typography.body2, display: 'grid', gridTemplateColumns: 'minmax(84px, 30%) minmax(0, 1fr) minmax(72px, auto)', alignItems: 'center', gap: 12, minBlockSize: 30, paddingInline: 6, marginInline: -6, borderRadius: 6, color: 'inherit', textDecoration: 'none', fontVariantNumeric: 'tabular-nums' },
  '& a:hover': { backgroundColor: theme.vars.palette.neutral[3] },
  '& a:focus-visible': { outline: `2px solid ${theme.vars.palette.accent.solid}`, outlineOffset: -2 },
  '& .name': { overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' },
  '& .worth': { textAlign: 'end', color: theme.vars.palette.neutral[11] },
  '& .worth b': { color: theme.vars.palette.neutral[12], fontWeight: theme.typography.fontWeightMedium },
}));

const Bar = styled('span', { shouldForwardProp: (name) => name !== 'quiet' })<{ quiet: boolean }>(({ theme, quiet }) => ({ blockSize: 10, minInlineSize: 2, borderRadius: 3, backgroundColor: quiet ? theme.vars.palette.neutral[8] : theme.vars.palette.accent.solid }));
const Empty = styled('p')(({ theme }) => ({ ...theme.typography.body2, margin: 0, color: theme.vars.palette.neutral[11] }));
const MOST = 8;

/** Bars that are links: each opens what it is made of. */
export function Bars({ lines, of, sorted = false, quiet = false }: { lines: readonly Line[]; of: string; sorted?: boolean; quiet?: boolean }) {
  const { t } = useTranslation();
  const writing = useWriting();
  const sized = lines.map((line) => ({ line, figure: line.figures[of]!, size: sizeOf(line.figures[of]!) }));
  const shown = (sorted ? sized.toSorted((a, b) => b.size - a.size) : sized).slice(0, MOST);
  const largest = Math.max(...shown.map(({ size }) => size), 1);
  if (shown.length === 0) return <Empty>{t('dashboard.none')}</Empty>;
  return (
    <List>
      {shown.map(({ line: { key, label }, figure, size }) => (
        <li key={key ?? ''}>
          <Link to={linkTo(figure) ?? '#'}>
            <span className="name" dir="auto">{label ?? t('dashboard.nobody')}</span>
            <Bar quiet={quiet} style={{ inlineSize: `${(size / largest) * 100}%` }} />
            <span className="worth">{figure.amount && <b>{moneyText(figure.amount, writing, 'compact')}</b>} {numberText(figure.value ?? 0, writing)}</span>
          </Link>
        </li>
      ))}
    </List>
  );
}

function sizeOf({ amount, value }: Figure): number {
  return amount?.amount ?? value ?? 0;
}
