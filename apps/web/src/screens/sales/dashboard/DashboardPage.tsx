import { styled } from '@mui/material/styles';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { useFewQuery } from '../../../api/records.js';
import { useWriting } from '../../../kernel/fields/use-writing.js';
import { wallTime } from '../../../kernel/fields/wall-time.js';
import { Select } from '../../../shell/Field.js';
import { reason } from '../../../shell/use-say.js';
import { useHere } from '../../../shell/where.js';
import { Attainments } from './Attainments.js';
import { Bars } from './Bars.js';
import { Card } from './Card.js';
import { FiguresPage } from './FiguresPage.js';
import { Months } from './Months.js';
import { useAttainmentQuery, useDashboardQuery } from './sales-figures.js';
import { daysOf, isSpan, SPANS } from './spans.js';
import { Tile, TILES } from './Tile.js';

const Page = styled(FiguresPage)(({ theme }) => ({ '& > header select': { maxInlineSize: 190 }, [theme.breakpoints.down('sm')]: { '& > header select': { flex: 1, minInlineSize: 0 } } }));
const Tiles = styled('div')({ display: 'grid', gridTemplateColumns: 'repeat(auto-fill, minmax(min(100%, 168px), 1fr))', gap: 12 });
const Charts = styled('div')(({ theme }) => ({ display: 'grid', gridTemplateColumns: 'repeat(2, minmax(0, 1fr))', gap: 12, [theme.breakpoints.down('md')]: { gridTemplateColumns: 'minmax(0, 1fr)' } }));

/** What sales come to. All that is chosen stands in the address. */
export function DashboardPage() {
  const { t } = useTranslation();
  const { timeZone = 'UTC' } = useWriting();
  const [search, setSearch] = useSearchParams();
  useHere(t('dashboard.title'));
  const today = wallTime(new Date().toISOString(), timeZone).slice(0, 10);
  const named = search.get('period');
  const period = isSpan(named) ? named : 'this-quarter';
  const [owner, pipelineId] = [search.get('owner') ?? undefined, search.get('pipeline') ?? undefined];
  const { data: pipelines } = useFewQuery({ path: '/api/v1/sales/pipelines', limit: 50 });
  const { data: members } = useFewQuery({ path: '/api/v1/identity/members', where: { field: 'status', operator: 'eq', value: 'active' }, sort: 'name', limit: 200 });
  const { data, error, isFetching } = useDashboardQuery({ ...daysOf(period, today), owner, pipelineId });
  // What stands above them says first how much room it takes.
  const { isLoading: awaitsTargets } = useAttainmentQuery(today);
  const choose = (name: string, value: string) => setSearch((was) => {
    const next = new URLSearchParams(was);
    if (value) next.set(name, value);
    else next.delete(name);
    return next;
  }, { replace: true });
  return (
    <Page aria-busy={isFetching}>
      <header>
        <h1>{t('dashboard.title')}</h1>
        <Select aria-label={t('dashboard.period')} value={period} onChange={({ target }) => choose('period', target.value)}>{SPANS.map((name) => <option key={name} value={name}>{t(`dashboard.periods.${name}`)}</option>)}</Select>
        <Select aria-label={t('dashboard.whose')} value={owner ?? ''} onChange={({ target }) => choose('owner', target.value)}>
          <option value="">{t('dashboard.everybody')}</option>
          <option value="me">{t('dashboard.me')}</option>
          <option value="my-team">{t('dashboard.myTeam')}</option>
          {members?.data.map(({ id, name }) => <option key={id} value={id}>{String(name)}</option>)}
        </Select>
        {(pipelines?.data.length ?? 0) > 1 && (
          <Select aria-label={t('deals.pipeline')} value={pipelineId ?? ''} onChange={({ target }) => choose('pipeline', target.value)}>
            <option value="">{t('dashboard.allPipelines')}</option>
            {pipelines?.data.map(({ id, name }) => <option key={id} value={id}>{String(name)}</option>)}
          </Select>
        )}
      </header>
      {error && <p role="alert">{reason(error, t('shell.unreachable'))}</p>}
      <Tiles>{TILES.flatMap((name) => (!data || data.figures[name] ? [<Tile key={name} name={name} figure={data?.figures[name]} />] : []))}</Tiles>
      <Attainments on={today} />
      {!awaitsTargets && <Charts>
        <Card title={t('dashboard.charts.wonByMonth')}><Months lines={data?.charts['wonByMonth'] ?? []} /></Card>
        <Card title={t('dashboard.charts.openByStage')}><Bars lines={data?.charts['openByStage'] ?? []} of="open" /></Card>
        <Card title={t('dashboard.charts.wonByOwner')}><Bars lines={data?.charts['wonByOwner'] ?? []} of="won" sorted /></Card>
        <Card title={t('dashboard.charts.lostByReason')}><Bars lines={data?.charts['lostByReason'] ?? []} of="lost" sorted quiet /></Card>
      </Charts>}
    </Page>
  );
}
