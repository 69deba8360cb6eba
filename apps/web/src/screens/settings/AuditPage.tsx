import Button from '@mui/material/Button';
import { styled } from '@mui/material/styles';
import { Download } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/api.js';
import { useNouns } from '../../kernel/nouns.js';
import { Face } from '../../kernel/fields/Face.js';
import { Ago } from '../../kernel/fields/Value.js';
import { Field, Input, Select } from '../../shell/Field.js';
import { Icon } from '../../shell/Icon.js';
import { reason } from '../../shell/use-say.js';
import { Told } from '../outside/Card.js';

interface Entry { id: string; at: string; subject: string; what: string; say: string; actor: { kind: string; name: string | null }; reason: string | null }
type Asked = { from?: string; to?: string; subject?: string; what?: string };

const auditApi = api.injectEndpoints({
  endpoints: (build) => ({
    audit: build.infiniteQuery<{ data: Entry[]; page: { next: string | null } }, Asked, string | null>({
      infiniteQueryOptions: { initialPageParam: null, getNextPageParam: ({ page }) => page.next ?? undefined },
      query: ({ queryArg, pageParam }) => `/api/v1/audit-log?${new URLSearchParams({ ...filled(queryArg), limit: '50', ...(pageParam && { after: pageParam }) })}`,
      keepUnusedDataFor: 5,
    }),
  }),
});

const Page = styled('div')(({ theme }) => ({ padding: '24px 28px 48px', display: 'grid', gap: 16, '& > h1': { ...theme.typography.h1, margin: 0 }, [theme.breakpoints.down('sm')]: { padding: '16px 12px' } }));
const Filters = styled('div')({ display: 'flex', flexWrap: 'wrap', alignItems: 'end', gap: 10, '& > div': { inlineSize: 170 } });
const List = styled('ol')(({ theme }) => ({
  listStyle: 'none',
  margin: 0,
  padding: 0,
  '& li': { ...theme.typography.body2, display: 'grid', gridTemplateColumns: '24px minmax(0, 1fr) auto', gap: 12, alignItems: 'center', paddingBlock: 8, borderBlockEnd: `1px solid ${theme.vars.palette.neutral[4]}`, overflowWrap: 'anywhere' },
  '& small': { color: theme.vars.palette.neutral[10], fontSize: '0.75rem', display: 'block' },
  '& time': { color: theme.vars.palette.neutral[10] },
}));

/** What happened in this organisation, and who did it. */
export function AuditPage() {
  const { t } = useTranslation();
  const { meta, byName } = useNouns();
  const [asked, setAsked] = useState<Asked>({});
  const { data, error, hasNextPage, fetchNextPage, isFetchingNextPage } = auditApi.useAuditInfiniteQuery(asked);
  const put = (change: Asked) => setAsked((now) => ({ ...now, ...change }));
  return (
    <Page>
      <h1>{t('settings.audit')}</h1>
      <Filters>
        <Field label={t('settings.from')}>{(given) => <Input {...given} type="date" onChange={({ target }) => put({ from: target.value })} />}</Field>
        <Field label={t('settings.until')}>{(given) => <Input {...given} type="date" onChange={({ target }) => put({ to: target.value })} />}</Field>
        <Field label={t('audit.noun')}>{(given) => <Select {...given} onChange={({ target }) => put({ subject: target.value })}><option value="">{t('audit.any')}</option>{meta.resources.map(({ name, label }) => <option key={name} value={name}>{label}</option>)}</Select>}</Field>
        <Button component="a" href={`/api/v1/audit-log/export?${new URLSearchParams(filled(asked))}`} download startIcon={<Icon of={Download} />}>{t('list.export')}</Button>
      </Filters>
      {error && <Told tone="bad">{reason(error, t('shell.unreachable'))}</Told>}
      <List>
        {data?.pages.flatMap((page) => page.data).map(({ id, at, say, actor, reason: why, subject, what }) => (
          <li key={id}><Face name={actor.name ?? 'Tessera'} size={24} /><span>{say}<small>{byName.get(subject)?.label ?? subject} · <bdi>{what}</bdi>{why && ` · ${why}`}</small></span><Ago at={at} /></li>
        ))}
      </List>
      {hasNextPage && <div><Button loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>{t('record.older')}</Button></div>}
    </Page>
  );
}

function filled(asked: Asked): Record<string, string> {
  return Object.fromEntries(Object.entries(asked).filter(([, value]) => value)) as Record<string, string>;
}
