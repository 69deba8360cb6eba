import Button from '@mui/material/Button';
import { styled } from '@mui/material/styles';
import { Check } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { api } from '../../api/api.js';
import { pathOf, useNouns } from '../../kernel/nouns.js';
import { Icon } from '../../shell/Icon.js';

interface Steps {
  dismissed: boolean;
  steps: readonly { key: string; say: string; noun: string; done: boolean }[];
}

const stepsApi = api.injectEndpoints({
  endpoints: (build) => ({
    firstSteps: build.query<Steps, void>({ query: () => '/api/v1/organization/first-steps', providesTags: ['FirstSteps', 'Records'] }),
    dismissSteps: build.mutation<null, boolean>({ query: (dismissed) => ({ url: '/api/v1/organization/first-steps', method: 'POST', body: { dismissed } }), invalidatesTags: ['FirstSteps'] }),
  }),
});

const Card = styled('section')(({ theme }) => ({
  borderRadius: 10,
  border: `1px solid ${theme.vars.palette.neutral[5]}`,
  backgroundColor: theme.vars.palette.raised,
  padding: 20,
  '& header': { display: 'flex', alignItems: 'center', justifyContent: 'space-between', gap: 8 },
  '& h2': { ...theme.typography.h2, margin: 0 },
  '& ol': { listStyle: 'none', margin: '12px 0 0', padding: 0, display: 'grid', gap: 2 },
  '& li': { ...theme.typography.body2, display: 'flex', alignItems: 'center', gap: 12, minBlockSize: 40, paddingInline: 8, borderRadius: 6 },
  '& li a': { marginInlineStart: 'auto', color: theme.vars.palette.accent.text },
  '& li[data-done=true]': { color: theme.vars.palette.neutral[10] },
  '& .tick': { display: 'grid', placeItems: 'center', inlineSize: 20, blockSize: 20, borderRadius: 10, border: `1.5px solid ${theme.vars.palette.neutral[7]}`, flexShrink: 0 },
  '& li[data-done=true] .tick': { borderColor: 'transparent', color: theme.vars.palette.accent.onSolid, backgroundColor: theme.vars.palette.accent.solid },
  '& progress': { appearance: 'none', blockSize: 4, inlineSize: 120, borderRadius: 2, overflow: 'hidden', border: 0, backgroundColor: theme.vars.palette.neutral[5], '&::-webkit-progress-bar': { backgroundColor: theme.vars.palette.neutral[5] }, '&::-webkit-progress-value': { backgroundColor: theme.vars.palette.accent.solid }, '&::-moz-progress-bar': { backgroundColor: theme.vars.palette.accent.solid } },
}));

/** Of nouns that have no list of their own. */
const PLACES: Readonly<Record<string, string>> = { invitation: '/settings/identity/members' };

/** The way in for an organisation that begins; gone when all is done or nobody wants it. */
export function FirstSteps() {
  const { t } = useTranslation();
  const { byName } = useNouns();
  const { data } = stepsApi.useFirstStepsQuery();
  const [dismiss] = stepsApi.useDismissStepsMutation();
  if (!data || data.dismissed || data.steps.length === 0 || data.steps.every(({ done }) => done)) return null;
  const finished = data.steps.filter(({ done }) => done).length;
  return (
    <Card aria-label={t('home.steps')}>
      <header>
        <h2>{t('home.steps')}</h2>
        <progress aria-label={t('home.steps')} max={data.steps.length} value={finished} />
        <Button variant="text" onClick={() => void dismiss(true)}>{t('home.hide')}</Button>
      </header>
      <ol>
        {data.steps.map(({ key, say, done, noun: name }) => {
          const noun = byName.get(name);
          const to = noun ? `${pathOf(noun)}?new` : PLACES[name];
          return (
            <li key={key} data-done={done}>
              <span className="tick">{done && <Icon of={Check} />}</span>
              {say}
              {!done && to && <Link to={to}>{t('home.begin')}</Link>}
            </li>
          );
        })}
      </ol>
    </Card>
  );
}
