import Button from '@mui/material/Button';
import { styled } from '@mui/material/styles';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { agoText, dayText, moneyText, numberText } from '../../../kernel/fields/format.js';
import { useWriting } from '../../../kernel/fields/use-writing.js';
import { Dialog } from '../../../shell/Dialog.js';
import { useSubmissionQuery, useSubmissionsQuery } from '../dashboard/sales-figures.js';
import { CATEGORIES } from './ForecastTable.js';

const List = styled('ul')(({ theme }) => ({
  listStyle: 'none', margin: '-4px 0', padding: 0,
  '& li': { ...theme.typography.body2, display: 'flex', alignItems: 'center', gap: 12, minBlockSize: 36 },
  '& li + li': { borderBlockStart: `1px solid ${theme.vars.palette.neutral[4]}` },
  '& .note': { flex: 1, minInlineSize: 0, overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' },
  '& small': { color: theme.vars.palette.neutral[11], fontSize: '0.75rem', whiteSpace: 'nowrap' },
}));

const Deals = styled('table')(({ theme }) => ({
  ...theme.typography.body2, inlineSize: '100%', borderCollapse: 'collapse', fontVariantNumeric: 'tabular-nums',
  '& th': { textAlign: 'start', fontWeight: theme.typography.fontWeightMedium, padding: '6px 0', color: theme.vars.palette.neutral[11] },
  '& td': { padding: '6px 0', borderBlockStart: `1px solid ${theme.vars.palette.neutral[4]}` },
  '& td:last-of-type, & th:last-of-type': { textAlign: 'end' },
  '& a': { color: 'inherit' },
}));

export function Submissions({ period }: { period: string }) {
  const { t } = useTranslation();
  const writing = useWriting();
  const { data } = useSubmissionsQuery(period);
  const [open, setOpen] = useState<string | null>(null);
  if (!data?.data.length) return <p style={{ margin: 0 }}>{t('forecast.noneHandedIn')}</p>;
  return (
    <>
      <List>
        {data.data.map(({ id, note, createdAt, startsOn, endsOn, member }) => (
          <li key={id}>
            <Button variant="text" size="small" onClick={() => setOpen(id)}>{dayText(createdAt.slice(0, 10), writing)}</Button>
            <span className="note" dir="auto">{note}</span>
            <small>{dayText(startsOn, writing)} – {dayText(endsOn, writing)}</small>
            <small>{member?.name} · {agoText(createdAt, Date.now(), writing)}</small>
          </li>
        ))}
      </List>
      {open && <Reopened id={open} onClose={() => setOpen(null)} />}
    </>
  );
}

/** What was handed in, whatever has become of it since. */
function Reopened({ id, onClose }: { id: string; onClose: () => void }) {
  const { t } = useTranslation();
  const writing = useWriting();
  const { data } = useSubmissionQuery(id);
  return (
    <Dialog title={t('forecast.asHandedIn')} width={640} onClose={onClose} foot={<Button onClick={onClose}>{t('shell.close')}</Button>}>
      {data && CATEGORIES.filter((category) => data.total[category]?.count).map((category) => {
        const { count, amount } = data.total[category]!;
        return (
          <Deals key={category}>
            <thead><tr><th scope="col" colSpan={2}>{t(`forecast.categories.${category}`)} · {t('dashboard.deals', { count, shown: numberText(count, writing) })}</th><th scope="col">{amount && moneyText(amount, writing)}</th></tr></thead>
            <tbody>
              {data.lines.filter((line) => line.category === category).map((line) => (
                <tr key={line.id}><td dir="auto"><Link to={`/sales/opportunities/${line.opportunityId}`}>{line.name}</Link></td><td dir="auto">{line.owner?.name}</td><td>{line.inBase && moneyText(line.inBase, writing)}</td></tr>
              ))}
            </tbody>
          </Deals>
        );
      })}
    </Dialog>
  );
}
