import Button from '@mui/material/Button';
import { styled } from '@mui/material/styles';
import { RotateCw } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Icon } from '../../shell/Icon.js';
import { CheckTiles } from './CheckTiles.js';
import { Countdown } from './Countdown.js';
import { serviceNames, type Situation } from './readiness.js';
import { ServiceRow } from './ServiceRow.js';
import { StatePill, toneOfSituation } from './StatePill.js';
import { useReadiness } from './use-readiness.js';

const Panel = styled('section')(({ theme }) => ({
  gridArea: 'panel',
  alignSelf: 'start',
  border: `1px solid ${theme.vars.palette.neutral[6]}`,
  borderRadius: 10,
  backgroundColor: theme.vars.palette.surface,
  overflow: 'clip',
}));

const Head = styled('div')(({ theme }) => ({
  display: 'flex',
  alignItems: 'center',
  justifyContent: 'space-between',
  gap: theme.spacing(2),
  minBlockSize: 48,
  paddingInline: theme.spacing(4),
  borderBlockEnd: `1px solid ${theme.vars.palette.neutral[6]}`,
  '& h2': theme.typography.h2,
}));

const Advice = styled('div')<{ tone: 'good' | 'caution' | 'bad' | 'note' }>(({ theme, tone }) => ({
  ...theme.typography.body2,
  padding: theme.spacing(3, 4),
  color: theme.vars.palette[tone].text,
  backgroundColor: theme.vars.palette[tone].soft,
  borderBlockEnd: `1px solid ${theme.vars.palette.neutral[6]}`,
}));

const Retry = styled('div')(({ theme }) => ({
  display: 'flex',
  alignItems: 'center',
  gap: theme.spacing(3),
  marginBlockStart: theme.spacing(2.5),
  minBlockSize: 32,
}));

export function HealthPanel() {
  const { t } = useTranslation();
  const { watched, asking, nextAt, askNow } = useReadiness();
  const latest = watched?.checks.at(-1);
  const situation: Situation | null = latest?.situation ?? null;
  return (
    <Panel aria-labelledby="this-installation" aria-busy={!latest}>
      <Head>
        <h2 id="this-installation">{t('health.heading')}</h2>
        <div role="status">
          {situation ? <StatePill tone={toneOfSituation[situation]}>{t(`health.situation.${situation}`)}</StatePill> : <StatePill tone="unknown">{t('health.asking')}</StatePill>}
        </div>
      </Head>
      {situation && situation !== 'ready' && (
        <Advice tone={toneOfSituation[situation]}>
          <p>{t(`health.advice.${situation}`)}</p>
          {situation === 'unreachable' && (
            <Retry>
              <Button onClick={askNow} disabled={asking} startIcon={<Icon of={RotateCw} />}>{t('health.retry')}</Button>
              {asking ? <span>{t('health.asking')}</span> : nextAt && <Countdown until={nextAt} />}
            </Retry>
          )}
        </Advice>
      )}
      <ul>
        {serviceNames.map((name) => <ServiceRow key={name} name={name} watched={watched?.services[name] ?? null} />)}
      </ul>
      <CheckTiles checks={watched?.checks ?? []} />
    </Panel>
  );
}
