import { styled } from '@mui/material/styles';
import { useTranslation } from 'react-i18next';
import { useMeQuery } from '../../api/session.js';
import { useWriting } from '../../kernel/fields/use-writing.js';
import { wallTime } from '../../kernel/fields/wall-time.js';
import { useHere } from '../../shell/where.js';
import { Counts } from './Counts.js';
import { FirstSteps } from './FirstSteps.js';

const Page = styled('div')(({ theme }) => ({
  inlineSize: '100%',
  maxInlineSize: 1080,
  marginInline: 'auto',
  padding: '32px 24px 64px',
  display: 'flex',
  flexDirection: 'column',
  gap: 24,
  '& h1': { fontSize: '1.5rem', lineHeight: '2rem', fontWeight: theme.typography.fontWeightBold, letterSpacing: '-0.014em', margin: 0, '&:lang(ar)': { letterSpacing: 0 } },
  '& header p': { ...theme.typography.body1, margin: '4px 0 0', color: theme.vars.palette.neutral[11] },
  [theme.breakpoints.down('sm')]: { padding: '20px 12px 32px' },
}));

export function HomePage() {
  const { t } = useTranslation();
  const { data: me } = useMeQuery();
  const { locale, timeZone = 'UTC' } = useWriting();
  useHere(t('home.title'));
  const hour = Number(wallTime(new Date().toISOString(), timeZone).slice(11, 13));
  const part = hour < 5 ? 'night' : hour < 12 ? 'morning' : hour < 18 ? 'afternoon' : 'evening';
  const day = new Intl.DateTimeFormat(locale, { dateStyle: 'full', timeZone }).format(Date.now());
  return (
    <Page>
      <header>
        <h1>{t(`home.hello.${part}`, { name: me?.account.name.split(' ')[0] })}</h1>
        <p>{day} · {me?.organization?.name}</p>
      </header>
      <FirstSteps />
      <Counts />
    </Page>
  );
}
