import Button from '@mui/material/Button';
import { styled } from '@mui/material/styles';
import { RotateCw, Send } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { api } from '../../../api/api.js';
import { Pill } from '../../../kernel/fields/Pill.js';
import { Ago } from '../../../kernel/fields/Value.js';
import { Empty } from '../../../shell/Empty.js';
import { Icon } from '../../../shell/Icon.js';
import { useSay } from '../../../shell/use-say.js';

interface Delivery {
  id: string;
  type: string;
  state: 'waiting' | 'delivered' | 'failed' | 'skipped';
  attempts: number;
  happenedAt: string;
  nextAt: string | null;
  tries: readonly { at: string; ms: number; status: number | null; say: string }[];
}

const deliveryApi = api.injectEndpoints({
  endpoints: (build) => ({
    deliveries: build.query<{ data: readonly Delivery[] }, string>({ query: (path) => `${path}/deliveries`, providesTags: (_result, _error, path) => [{ type: 'Timeline', id: path }] }),
    sendAgain: build.mutation<unknown, { path: string; deliveryId: string }>({ query: ({ path, deliveryId }) => ({ url: `${path}/replay`, method: 'POST', body: { deliveryId } }), invalidatesTags: (_result, _error, { path }) => [{ type: 'Timeline', id: path }] }),
  }),
});

const List = styled('ul')(({ theme }) => ({
  listStyle: 'none',
  margin: 0,
  padding: 0,
  '& li': { ...theme.typography.body2, display: 'grid', gridTemplateColumns: 'minmax(0, 1fr) auto auto', alignItems: 'center', gap: '2px 10px', paddingBlock: 10, borderBlockEnd: `1px solid ${theme.vars.palette.neutral[4]}` },
  '& li > small': { gridColumn: '1 / -1', fontSize: '0.75rem', color: theme.vars.palette.neutral[11], overflowWrap: 'anywhere' },
  '& time': { color: theme.vars.palette.neutral[10], fontSize: '0.75rem' },
}));

const SHADES = { waiting: 'blue', delivered: 'green', failed: 'red', skipped: 'grey' } as const;

/** What was sent, what was answered, and the way to send it again. */
export function Deliveries({ path }: { path: string }) {
  const { t } = useTranslation();
  const { data } = deliveryApi.useDeliveriesQuery(path, { pollingInterval: 10_000, skipPollingIfUnfocused: true });
  const [again] = deliveryApi.useSendAgainMutation();
  const { done, refused } = useSay();
  const replay = async (deliveryId: string) => {
    const sent = await again({ path, deliveryId });
    if (sent.error) refused(sent.error);
    else done(t('webhook.queued'));
  };
  return (
    <>
      <h2>{t('webhook.deliveries')}</h2>
      {data?.data.length === 0 && <Empty icon={Send} title={t('webhook.none')}>{t('webhook.noneSay')}</Empty>}
      <List>
        {data?.data.map(({ id, type, state, attempts, happenedAt, nextAt, tries }) => {
          const last = tries.at(-1);
          return (
            <li key={id}>
              <span><b dir="ltr">{type}</b> <Ago at={happenedAt} /></span>
              <Pill shade={state === 'waiting' && attempts > 0 ? 'amber' : SHADES[state]}>{t(`webhook.state.${state}`)}</Pill>
              {state === 'failed' ? <Button variant="text" startIcon={<Icon of={RotateCw} />} onClick={() => void replay(id)}>{t('webhook.again')}</Button> : <span />}
              {last && (
                <small>
                  {last.say} · {last.ms} ms · {t('webhook.attempts', { count: attempts })}
                  {state === 'waiting' && nextAt && <> · {t('webhook.next')} <Ago at={nextAt} /></>}
                </small>
              )}
            </li>
          );
        })}
      </List>
    </>
  );
}
