import Skeleton from '@mui/material/Skeleton';
import { styled } from '@mui/material/styles';
import { Database, ListOrdered, Waypoints, type LucideIcon } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useLanguage } from '../../i18n/use-language.js';
import { Icon } from '../../shell/Icon.js';
import type { ServiceName, Watched } from './readiness.js';
import { StatePill, toneOfState } from './StatePill.js';

const iconOf: Record<ServiceName, LucideIcon> = { api: Waypoints, database: Database, queue: ListOrdered };

const Row = styled('li')(({ theme }) => ({
  display: 'grid',
  gridTemplateColumns: 'auto minmax(0, 1fr) auto',
  alignItems: 'start',
  columnGap: theme.spacing(3),
  padding: theme.spacing(3, 4),
  '& + &': { borderBlockStart: `1px solid ${theme.vars.palette.neutral[4]}` },
  '& > svg': { marginBlockStart: 3, color: theme.vars.palette.neutral[11] },
  '& strong': { display: 'block', fontWeight: theme.typography.fontWeightMedium },
  '& small': { ...theme.typography.body2, color: theme.vars.palette.neutral[11] },
}));

const State = styled('div')(({ theme }) => ({
  display: 'flex',
  flexDirection: 'column',
  alignItems: 'end',
  textAlign: 'end',
  fontVariantNumeric: 'tabular-nums',
  '& small': { blockSize: theme.typography.body2.lineHeight },
}));

export function ServiceRow({ name, watched }: { name: ServiceName; watched: Watched | null }) {
  const { t } = useTranslation();
  return (
    <Row>
      <Icon of={iconOf[name]} />
      <div>
        <strong>{t(`health.service.${name}.name`)}</strong>
        <small>{t(`health.service.${name}.say`)}</small>
      </div>
      <State>
        {watched
          ? (
            <>
              <StatePill tone={toneOfState[watched.state]} quiet={watched.state === 'up'}>{t(`health.state.${watched.state}`)}</StatePill>
              <small>{watched.state !== 'unknown' && <Since watched={watched} />}</small>
            </>
          )
          : (
            <>
              <Skeleton variant="rounded" width={56} height={12} sx={{ marginBlock: '5px' }} />
              <Skeleton variant="rounded" width={104} height={12} sx={{ marginBlock: '4px' }} />
            </>
          )}
      </State>
    </Row>
  );
}

function Since({ watched: { since, sinceFirstCheck } }: { watched: Watched }) {
  const { t } = useTranslation();
  const { locale } = useLanguage();
  const time = new Intl.DateTimeFormat(locale, { timeStyle: 'short' }).format(since);
  return <time dateTime={new Date(since).toISOString()}>{t(sinceFirstCheck ? 'health.sinceFirst' : 'health.since', { time })}</time>;
}
