import { styled } from '@mui/material/styles';
import { Link } from 'react-router';
import { useTranslation } from 'react-i18next';
import type { Noun } from '../../api/meta.js';
import { useFewQuery } from '../../api/records.js';
import { numberText } from '../../kernel/fields/format.js';
import { useWriting } from '../../kernel/fields/use-writing.js';
import { pathOf, useNouns } from '../../kernel/nouns.js';
import { Icon } from '../../shell/Icon.js';
import { iconNamed } from '../../shell/nav-icons.js';

const Grid = styled('section')(({ theme }) => ({
  display: 'grid',
  gridTemplateColumns: 'repeat(auto-fill, minmax(200px, 1fr))',
  gap: 12,
  '& > h2': { ...theme.typography.h2, gridColumn: '1 / -1', margin: 0 },
  [theme.breakpoints.down('sm')]: { gridTemplateColumns: 'repeat(2, minmax(0, 1fr))', gap: 8, '& > a': { padding: 12 } },
}));

const Tile = styled(Link)(({ theme }) => ({
  display: 'flex',
  flexDirection: 'column',
  gap: 6,
  padding: 16,
  borderRadius: 10,
  textDecoration: 'none',
  color: theme.vars.palette.neutral[11],
  border: `1px solid ${theme.vars.palette.neutral[5]}`,
  backgroundColor: theme.vars.palette.raised,
  '&:hover': { borderColor: theme.vars.palette.neutral[7] },
  '& span': { ...theme.typography.body2, display: 'flex', alignItems: 'center', gap: 8 },
  '& strong': { fontSize: '1.375rem', lineHeight: '1.75rem', fontWeight: theme.typography.fontWeightBold, fontVariantNumeric: 'tabular-nums', color: theme.vars.palette.neutral[12], minBlockSize: 28 },
}));

const DAILY = new Set(['sales', 'marketing', 'support', 'projects']);

/** How much there is of what one works with, and the way there. */
export function Counts() {
  const { t } = useTranslation();
  const { meta } = useNouns();
  const nouns = meta.resources.filter(({ module, place, may, fields }) => DAILY.has(module) && !place && may.includes('read') && !fields.some(({ partOf }) => partOf)).slice(0, 8);
  if (!nouns.length) return null;
  return <Grid aria-label={t('home.records')}><h2>{t('home.records')}</h2>{nouns.map((noun) => <Count key={noun.name} noun={noun} />)}</Grid>;
}

function Count({ noun }: { noun: Noun }) {
  const writing = useWriting();
  const { data } = useFewQuery({ path: noun.path, limit: 1, count: 'exact' });
  return (
    <Tile to={pathOf(noun)}>
      <span><Icon of={iconNamed(noun.icon)} />{noun.labelOfMany}</span>
      <strong>{data?.page.count === undefined ? '' : numberText(data.page.count, writing)}</strong>
    </Tile>
  );
}
