import Button from '@mui/material/Button';
import { styled } from '@mui/material/styles';
import { ChevronLeft, ChevronRight } from 'lucide-react';
import IconButton from '@mui/material/IconButton';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { dayText } from '../../../kernel/fields/format.js';
import { useWriting } from '../../../kernel/fields/use-writing.js';
import { wallTime } from '../../../kernel/fields/wall-time.js';
import { shiftDay } from '../../../kernel/list/month.js';
import { useNouns } from '../../../kernel/nouns.js';
import { useLanguage } from '../../../i18n/use-language.js';
import { Select } from '../../../shell/Field.js';
import { Icon } from '../../../shell/Icon.js';
import { reason } from '../../../shell/use-say.js';
import { useHere } from '../../../shell/where.js';
import { Card } from '../dashboard/Card.js';
import { FiguresPage } from '../dashboard/FiguresPage.js';
import { useForecastQuery } from '../dashboard/sales-figures.js';
import { AdjustDialog } from './AdjustDialog.js';
import { ForecastTable, type Cell } from './ForecastTable.js';
import { HandIn } from './HandIn.js';
import { Submissions } from './Submissions.js';

const PERIODS = ['month', 'quarter', 'year'] as const;

const Page = styled(FiguresPage)(({ theme }) => ({ '& .span': { ...theme.typography.body2, color: theme.vars.palette.neutral[11], fontVariantNumeric: 'tabular-nums', whiteSpace: 'nowrap', display: 'inline-flex', alignItems: 'center', gap: 4, '& bdi': { minInlineSize: 176, textAlign: 'center' } } }));

/** What a period is going to bring, by whom; and what was said about it before. */
export function ForecastPage() {
  const { t } = useTranslation();
  const writing = useWriting();
  const { direction } = useLanguage();
  const { byName } = useNouns();
  const [search, setSearch] = useSearchParams();
  const [adjusted, setAdjusted] = useState<Cell | null>(null);
  const [handing, setHanding] = useState(false);
  useHere(t('forecast.title'));
  const period = PERIODS.find((name) => name === search.get('period')) ?? 'quarter';
  const on = search.get('on') ?? wallTime(new Date().toISOString(), writing.timeZone ?? 'UTC').slice(0, 10);
  const { data, error, isFetching } = useForecastQuery({ period, on });
  const show = (next: { period?: string; on?: string }) => setSearch({ period, on, ...next }, { replace: true });
  const [Back, On] = direction === 'ltr' ? [ChevronLeft, ChevronRight] : [ChevronRight, ChevronLeft];
  return (
    <Page aria-busy={isFetching}>
      <header>
        <h1>{t('forecast.title')}</h1>
        <Select aria-label={t('dashboard.period')} value={period} onChange={({ target }) => show({ period: target.value })}>{PERIODS.map((name) => <option key={name} value={name}>{t(`forecast.periods.${name}`)}</option>)}</Select>
        <span className="span">
          <IconButton aria-label={t('forecast.before')} disabled={!data} onClick={() => show({ on: shiftDay(data!.from, -1) })}><Icon of={Back} /></IconButton>
          <bdi>{data && `${dayText(data.from, writing)} – ${dayText(data.to, writing)}`}</bdi>
          <IconButton aria-label={t('forecast.after')} disabled={!data} onClick={() => show({ on: shiftDay(data!.to, 1) })}><Icon of={On} /></IconButton>
        </span>
        {byName.get('opportunity')?.may.includes('create') && <Button variant="contained" onClick={() => setHanding(true)}>{t('forecast.handIn')}</Button>}
      </header>
      {error && <p role="alert">{reason(error, t('shell.unreachable'))}</p>}
      {data && <ForecastTable forecast={data} onAdjust={byName.get('forecastAdjustment')?.may.includes('create') ? setAdjusted : undefined} />}
      {(data || error) && <Card title={t('forecast.handedIn')}><Submissions period={period} /></Card>}
      {adjusted && data && <AdjustDialog cell={adjusted} period={period} startsOn={data.from} currency={data.currency} onClose={() => setAdjusted(null)} />}
      {handing && <HandIn period={period} on={on} onClose={() => setHanding(false)} />}
    </Page>
  );
}
