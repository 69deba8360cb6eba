import { styled } from '@mui/material/styles';
import { useTranslation } from 'react-i18next';
import { useLanguage } from '../../i18n/use-language.js';
import { keptChecks, type Check } from './readiness.js';
import { toneOfSituation, type Tone } from './StatePill.js';

const Foot = styled('div')(({ theme }) => ({
  ...theme.typography.body2,
  display: 'flex',
  flexWrap: 'wrap',
  alignItems: 'center',
  justifyContent: 'space-between',
  gap: theme.spacing(1, 4),
  padding: theme.spacing(2.5, 4),
  minBlockSize: 41,
  borderBlockStart: `1px solid ${theme.vars.palette.neutral[6]}`,
  color: theme.vars.palette.neutral[11],
  fontVariantNumeric: 'tabular-nums',
}));

const Strip = styled('span')({ display: 'flex', gap: 2 });

const Tile = styled('span', { shouldForwardProp: (name) => name !== 'tone' })<{ tone: Tone | null }>(({ theme, tone }) => ({
  inlineSize: 6,
  // Height tells the same as colour: a check that did not go well stands out without it.
  blockSize: tone === null || tone === 'good' ? 8 : 14,
  alignSelf: 'center',
  borderRadius: 1.5,
  backgroundColor: tone ? theme.vars.palette[tone].solid : theme.vars.palette.neutral[5],
}));

/** One tile for each check of this page, the newest at the end. */
export function CheckTiles({ checks }: { checks: readonly Check[] }) {
  const { t } = useTranslation();
  const { locale } = useLanguage();
  const number = new Intl.NumberFormat(locale);
  const latest = checks.at(-1);
  const good = checks.filter(({ situation }) => situation === 'ready').length;
  const empty = keptChecks - checks.length;
  const label = t('health.checks', { good: number.format(good), all: number.format(checks.length) });
  const duration = latest && new Intl.NumberFormat(locale, { style: 'unit', unit: 'millisecond', unitDisplay: 'short' }).format(latest.tookMs);
  return (
    <Foot>
      <Strip role="img" aria-label={label} title={label}>
        {Array.from({ length: empty }, (_, index) => <Tile key={`empty-${index}`} tone={null} />)}
        {checks.map(({ at, situation }) => <Tile key={at} tone={toneOfSituation[situation]} />)}
      </Strip>
      {latest && latest.situation !== 'unreachable' && <span>{t('health.answered', { duration })}</span>}
    </Foot>
  );
}
