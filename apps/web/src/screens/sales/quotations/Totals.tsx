import { styled } from '@mui/material/styles';
import { useTranslation } from 'react-i18next';
import type { Json, Row } from '../../../api/records.js';
import { isAmount, moneyText } from '../../../kernel/fields/format.js';
import { useWriting } from '../../../kernel/fields/use-writing.js';
import type { Reckoning } from './lines.js';

const List = styled('dl')(({ theme }) => ({
  ...theme.typography.body2,
  display: 'grid',
  gridTemplateColumns: '1fr auto',
  gap: '4px 24px',
  marginBlockStart: 12,
  marginInlineStart: 'auto',
  inlineSize: 'min(320px, 100%)',
  fontVariantNumeric: 'tabular-nums',
  '& dt': { color: theme.vars.palette.neutral[11] },
  '& dd': { margin: 0, textAlign: 'end' },
  '& .sum': { paddingBlockStart: 6, borderBlockStart: `1px solid ${theme.vars.palette.neutral[6]}`, fontWeight: theme.typography.fontWeightBold, fontSize: '0.9375rem', color: theme.vars.palette.neutral[12] },
}));

/** What was kept, or while lines are written, what they come to now. */
export function Totals({ quote, reckoned, currency }: { quote: Row; reckoned: Reckoning | undefined; currency: string }) {
  const { t } = useTranslation();
  const writing = useWriting();
  const kept = (name: string) => {
    const value: Json | undefined = quote[name];
    return isAmount(value) ? value.amount : 0;
  };
  const rows = [
    ['subtotal', reckoned?.subtotal ?? kept('subtotal')],
    ['off', -(reckoned?.discount ?? kept('discountTotal'))],
    ['rounding', reckoned?.rounding ?? kept('roundingTotal')],
    ['net', reckoned?.net ?? kept('netTotal')],
    ['taxes', reckoned?.tax ?? kept('taxTotal')],
    ['total', reckoned?.total ?? kept('total')],
  ] as const;
  return (
    <List>
      {rows.filter(([name, amount]) => ['net', 'total'].includes(name) || (amount !== 0 && (name !== 'subtotal' || amount !== rows[3][1]))).map(([name, amount]) => [
        <dt key={`${name} name`} className={name === 'total' ? 'sum' : undefined}>{t(`quote.sum.${name}`)}</dt>,
        <dd key={name} className={name === 'total' ? 'sum' : undefined}>{moneyText({ amount, currency }, writing, 'exact')}</dd>,
      ])}
    </List>
  );
}
