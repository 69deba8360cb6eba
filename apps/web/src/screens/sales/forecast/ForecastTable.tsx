import ButtonBase from '@mui/material/ButtonBase';
import { styled } from '@mui/material/styles';
import { PencilLine } from 'lucide-react';
import type { CSSProperties } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Face } from '../../../kernel/fields/Face.js';
import { moneyText, numberText, percentText } from '../../../kernel/fields/format.js';
import { useWriting } from '../../../kernel/fields/use-writing.js';
import { Icon } from '../../../shell/Icon.js';
import { linkTo } from '../dashboard/records-link.js';
import type { Figure, Forecast, Outlook } from '../dashboard/sales-figures.js';

export const CATEGORIES = ['closed', 'commit', 'best-case', 'pipeline'] as const;
export type Category = (typeof CATEGORIES)[number];

export interface Cell {
  memberId: string;
  name: string;
  category: Category;
}

const Frame = styled('div')(({ theme }) => ({
  overflow: 'auto',
  borderRadius: 10,
  backgroundColor: theme.vars.palette.raised,
  border: `1px solid ${theme.vars.palette.neutral[5]}`,
  '& table': { ...theme.typography.body2, inlineSize: '100%', borderCollapse: 'collapse', fontVariantNumeric: 'tabular-nums' },
  '& th': { fontWeight: theme.typography.fontWeightMedium, textAlign: 'end', padding: '8px 12px', color: theme.vars.palette.neutral[11], whiteSpace: 'nowrap' },
  '& th:first-of-type': { textAlign: 'start' },
  '& tbody th': { color: theme.vars.palette.neutral[12] },
  '& tbody tr, & tfoot tr': { borderBlockStart: `1px solid ${theme.vars.palette.neutral[4]}` },
  '& td': { textAlign: 'end', padding: '6px 12px', whiteSpace: 'nowrap' },
  '& td a': { color: 'inherit', textDecoration: 'none', borderRadius: 4 },
  '& td a:hover': { textDecoration: 'underline' },
  '& td a:focus-visible': { outline: `2px solid ${theme.vars.palette.accent.solid}` },
  '& td small': { display: 'block', fontSize: '0.75rem', color: theme.vars.palette.neutral[11] },
  '& td small.said': { color: theme.vars.palette.accent.text },
  // Below the numbers, and not below what changes them.
  '& tfoot td:not(:nth-of-type(1)), & thead th:nth-of-type(n + 3):nth-of-type(-n + 5)': { paddingInlineEnd: 'var(--after)' },
  '& tfoot td, & tfoot th': { fontWeight: theme.typography.fontWeightBold, color: theme.vars.palette.neutral[12] },
  // A card for each, where there is no room for columns.
  [theme.breakpoints.down('sm')]: {
    '& thead': { position: 'absolute', inlineSize: 1, blockSize: 1, overflow: 'hidden', clipPath: 'inset(50%)' },
    '& table, & tbody, & tfoot': { display: 'block' },
    '& tbody tr, & tfoot tr': { display: 'grid', gridTemplateColumns: 'repeat(2, minmax(0, 1fr))', gap: '10px 16px', padding: 12 },
    '& tbody tr:first-of-type': { borderBlockStart: 0 },
    '& tbody th, & tfoot th': { gridColumn: '1 / -1', padding: 0 },
    '& td': { padding: 0, textAlign: 'start', whiteSpace: 'normal' },
    '& td:empty': { display: 'none' },
    // The goal and how much of it there is stand beside the name.
    '& tbody th': { gridColumn: 1 },
    '& td.goal': { gridRow: 1, gridColumn: 2, textAlign: 'end' },
    '& td::before': { content: 'attr(data-label)', display: 'block', fontSize: '0.75rem', fontWeight: theme.typography.fontWeightRegular, color: theme.vars.palette.neutral[11] },
  },
}));

const Adjust = styled(ButtonBase)(({ theme }) => ({ marginInlineStart: 6, minInlineSize: 24, minBlockSize: 24, borderRadius: 4, color: theme.vars.palette.neutral[10], verticalAlign: 'middle', '&:hover': { color: theme.vars.palette.neutral[12], backgroundColor: theme.vars.palette.neutral[4] }, '@media (hover: hover)': { 'tr:not(:hover) &:not(:focus-visible)': { opacity: 0 } } }));

export function ForecastTable({ forecast: { members, total }, onAdjust }: { forecast: Forecast; onAdjust: ((cell: Cell) => void) | undefined }) {
  const { t } = useTranslation();
  return (
    <Frame role="region" aria-label={t('forecast.title')} tabIndex={0} style={{ '--after': onAdjust ? '42px' : '12px' } as CSSProperties}>
      <table>
        <thead><tr><th scope="col">{t('forecast.member')}</th>{CATEGORIES.map((category) => <th key={category} scope="col">{t(`forecast.categories.${category}`)}</th>)}<th scope="col">{t('forecast.target')}</th></tr></thead>
        <tbody>{members.map((outlook) => <MemberRow key={outlook.memberId ?? ''} outlook={outlook} onAdjust={onAdjust} />)}</tbody>
        <tfoot><tr><th scope="row">{t('forecast.total')}</th>{CATEGORIES.map((category) => <td key={category} data-label={t(`forecast.categories.${category}`)}><Worth figure={total[category]!} /></td>)}<td /></tr></tfoot>
      </table>
    </Frame>
  );
}

function MemberRow({ outlook: { memberId, name, reckoned, adjusted, target }, onAdjust }: { outlook: Outlook; onAdjust: ((cell: Cell) => void) | undefined }) {
  const { t } = useTranslation();
  const writing = useWriting();
  const percent = target?.percent;
  return (
    <tr>
      <th scope="row"><span style={{ display: 'inline-flex', alignItems: 'center', gap: 8 }}>{name && <Face name={name} size={20} />}<span dir="auto">{name ?? t('dashboard.nobody')}</span></span></th>
      {CATEGORIES.map((category) => {
        const said = adjusted[category];
        return (
          <td key={category} data-label={t(`forecast.categories.${category}`)}>
            <Worth figure={reckoned[category]!} />
            {onAdjust && memberId && name && category !== 'closed' && <Adjust aria-label={t('forecast.adjustOf', { category: t(`forecast.categories.${category}`), name })} onClick={() => onAdjust({ memberId, name, category })}><Icon of={PencilLine} /></Adjust>}
            {said && <small className="said" title={said.note}>{t('forecast.instead', { amount: moneyText(said.amount, writing, 'compact') })}</small>}
          </td>
        );
      })}
      <td className="goal" data-label={t('forecast.target')}>{target?.goal.amount ? <>{moneyText(target.goal.amount, writing, 'compact')}<small>{percent !== null && percent !== undefined && percentText(Math.round(percent), writing)}</small></> : '–'}</td>
    </tr>
  );
}

function Worth({ figure }: { figure: Figure }) {
  const writing = useWriting();
  const { t } = useTranslation();
  if (!figure.value) return <span aria-label={numberText(0, writing)}>–</span>;
  return <Link to={linkTo(figure) ?? '#'}>{figure.amount ? moneyText(figure.amount, writing, 'compact') : ''} <small style={{ display: 'inline' }}>{t('dashboard.deals', { count: figure.value, shown: numberText(figure.value, writing) })}</small></Link>;
}
