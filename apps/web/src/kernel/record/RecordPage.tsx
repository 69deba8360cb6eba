import { styled } from '@mui/material/styles';
import Skeleton from '@mui/material/Skeleton';
import type { ComponentType, ReactNode } from 'react';
import { Link, Navigate, useNavigate } from 'react-router';
import { useTranslation } from 'react-i18next';
import Button from '@mui/material/Button';
import { ChevronLeft } from 'lucide-react';
import type { Noun } from '../../api/meta.js';
import type { Row } from '../../api/records.js';
import { MissingTile } from '../../brand/MissingTile.js';
import { Notice } from '../../shell/Notice.js';
import { Icon } from '../../shell/Icon.js';
import { useHere } from '../../shell/where.js';
import { pathOf, titleOf } from '../nouns.js';
import { Details } from './Details.js';
import { RecordHead, type VerbForm } from './RecordHead.js';
import { Related } from './Related.js';
import { Story } from './Story.js';
import { useRecord } from './use-record.js';

const Layout = styled('div', { shouldForwardProp: (name) => name !== 'wide' })<{ wide: boolean }>(({ theme, wide }) => ({
  display: 'grid',
  gridTemplateColumns: wide ? 'minmax(240px, 300px) minmax(320px, 1fr)' : 'minmax(280px, 340px) minmax(320px, 1fr) minmax(240px, 320px)',
  gap: 0,
  flex: 1,
  alignItems: 'stretch',
  '& > section, & > aside': { padding: 20, minInlineSize: 0 },
  '& > section + section, & > aside': { borderInlineStart: `1px solid ${theme.vars.palette.neutral[5]}` },
  // What there is as lists; what there could be as a word each, below.
  '& > aside': { display: 'flex', flexWrap: 'wrap', alignContent: 'start', gap: 12, '& > section': { inlineSize: '100%' }, '& > .none': { order: 1, marginInlineStart: -6, marginBlock: -4 } },
  '& h2': { ...theme.typography.h2, margin: '0 0 10px' },
  [theme.breakpoints.down('lg')]: { gridTemplateColumns: 'minmax(280px, 2fr) minmax(320px, 3fr)', '& > aside': { gridColumn: '1 / -1', borderInlineStart: 0, borderBlockStart: `1px solid ${theme.vars.palette.neutral[5]}`, display: 'grid', gridTemplateColumns: 'repeat(auto-fill, minmax(260px, 1fr))', alignItems: 'start' } },
  [theme.breakpoints.down('md')]: { gridTemplateColumns: 'minmax(0, 1fr)', '& > section, & > aside': { padding: '16px 12px' }, '& > section + section': { borderInlineStart: 0, borderBlockStart: `1px solid ${theme.vars.palette.neutral[5]}` }, ...(wide && { '& > section + section': { order: -1, borderInlineStart: 0, borderBlockEnd: `1px solid ${theme.vars.palette.neutral[5]}` } }) },
}));

const Back = styled(Link)(({ theme }) => ({ ...theme.typography.body2, display: 'inline-flex', alignItems: 'center', gap: 4, padding: '12px 20px 0', color: theme.vars.palette.neutral[11], textDecoration: 'none', '&:hover': { color: theme.vars.palette.neutral[12] }, '& svg': { '[dir=rtl] &': { transform: 'scaleX(-1)' } } }));

interface Props {
  noun: Noun;
  id: string;
  /** What stands beside the verbs, and what takes the place of the story, for a noun that deserves it. */
  actions?: (row: Row) => ReactNode;
  middle?: (row: Row) => ReactNode;
  /** The middle takes the room of what is related, too. */
  wide?: boolean;
  /** Fields that the middle shows better. */
  hide?: readonly string[];
  /** The verbs that make sense now, the likeliest first; all of them, if left out. */
  verbs?: (row: Row) => readonly string[];
  /** By verb, a form that was drawn for it. */
  forms?: Readonly<Record<string, ComponentType<VerbForm>>>;
}

/** Everything about one record of any noun. */
export function RecordPage({ noun, id, actions, middle, wide = false, hide = [], verbs, forms }: Props) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { data, error, here, glowing } = useRecord(noun, id);
  const row = data?.record;
  useHere(row ? `${noun.labelOfMany} / ${titleOf(row, noun)}` : noun.labelOfMany);
  if (error) return <Notice picture={<MissingTile />} heading={t('record.missing', { noun: noun.label })} action={<Button variant="contained" onClick={() => void navigate(pathOf(noun))}>{t('record.toList', { nouns: noun.labelOfMany })}</Button>}>{t('record.missingSay')}</Notice>;
  if (!row) return <div style={{ padding: 24 }} aria-busy><Skeleton variant="rounded" height={56} /><Skeleton variant="text" height={320} /></div>;
  // Another record has taken its place.
  if (row.id !== id) return <Navigate to={`${pathOf(noun)}/${row.id}`} replace />;
  const links = row['_links'] as Record<string, unknown> | undefined;
  return (
    <>
      <Back to={pathOf(noun)}><Icon of={ChevronLeft} />{noun.labelOfMany}</Back>
      <RecordHead noun={noun} row={row} here={here} fitting={verbs?.(row)} forms={forms}>{actions?.(row)}</RecordHead>
      <Layout wide={wide}>
        <section aria-label={t('record.details')}><h2>{t('record.details')}</h2><Details key={row.id} noun={noun} row={row} glowing={glowing} hide={hide} mayUpdate={links?.['update'] !== undefined} /></section>
        <section aria-label={t('record.timeline')}>{middle?.(row) ?? <Story noun={noun} row={row} />}</section>
        {!wide && <aside aria-label={t('record.related')}><Related noun={noun} row={row} /></aside>}
      </Layout>
    </>
  );
}
