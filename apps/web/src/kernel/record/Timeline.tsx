import Button from '@mui/material/Button';
import Skeleton from '@mui/material/Skeleton';
import { styled } from '@mui/material/styles';
import { ArrowRight } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Noun } from '../../api/meta.js';
import { useTimelineInfiniteQuery, type TimelineEntry } from '../../api/records.js';
import { Icon } from '../../shell/Icon.js';
import { Face } from '../fields/Face.js';
import { Ago } from '../fields/Value.js';

const List = styled('ol')(({ theme }) => ({
  listStyle: 'none',
  margin: 0,
  padding: 0,
  '& > li': { display: 'grid', gridTemplateColumns: '24px minmax(0, 1fr)', gap: 12, paddingBlockEnd: 20, position: 'relative' },
  '& > li:not(:last-child)::before': { content: '""', position: 'absolute', insetBlock: '28px 4px', insetInlineStart: 11.5, inlineSize: 1, backgroundColor: theme.vars.palette.neutral[6] },
  '& p': { ...theme.typography.body2, margin: 0, minBlockSize: 24, display: 'flex', flexWrap: 'wrap', alignItems: 'center', columnGap: 8, overflowWrap: 'anywhere' },
  '& time': { color: theme.vars.palette.neutral[10], fontSize: '0.75rem' },
}));

const Changes = styled('ul')(({ theme }) => ({
  listStyle: 'none',
  margin: '6px 0 0',
  padding: '8px 12px',
  borderRadius: 8,
  display: 'grid',
  gap: 4,
  backgroundColor: theme.vars.palette.neutral[3],
  '& li': { ...theme.typography.body2, display: 'flex', flexWrap: 'wrap', alignItems: 'center', columnGap: 8, overflowWrap: 'anywhere' },
  '& b': { fontWeight: theme.typography.fontWeightMedium, color: theme.vars.palette.neutral[11], minInlineSize: 96 },
  '& s': { color: theme.vars.palette.neutral[11] },
  '& svg': { color: theme.vars.palette.neutral[9], '[dir=rtl] &': { transform: 'scaleX(-1)' } },
}));

const MANY = 4;

/** What became of the record, newest first, in words. */
export function Timeline({ noun, id }: { noun: Noun; id: string }) {
  const { t } = useTranslation();
  const { data, isLoading, hasNextPage, fetchNextPage, isFetchingNextPage } = useTimelineInfiniteQuery({ path: noun.path, id });
  if (isLoading) return <div aria-busy>{[1, 2, 3].map((key) => <Skeleton key={key} variant="text" height={40} />)}</div>;
  return (
    <>
      <List aria-label={t('record.timeline')}>{data?.pages.flatMap((page) => page.data).map((entry) => <Entry key={entry.id} entry={entry} />)}</List>
      {hasNextPage && <Button loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>{t('record.older')}</Button>}
    </>
  );
}

function Entry({ entry }: { entry: TimelineEntry }) {
  const shown = entry.what === 'created' ? [] : entry.changes.slice(0, MANY);
  const more = entry.what === 'created' ? 0 : entry.changes.length - shown.length;
  const { t } = useTranslation();
  return (
    <li id={entry.id}>
      <Face name={entry.actor.name ?? 'Tessera'} size={24} />
      <div>
        <p><span>{entry.say}</span><Ago at={entry.at} /></p>
        {shown.length > 0 && (
          <Changes>
            {shown.map(({ field, label, from, to }) => (
              <li key={field}><b>{label}</b>{from && <s dir="auto">{from}</s>}{from && <Icon of={ArrowRight} />}<span dir="auto">{to ?? t('record.emptied')}</span></li>
            ))}
            {more > 0 && <li>{t('record.moreChanges', { count: more })}</li>}
          </Changes>
        )}
      </div>
    </li>
  );
}
