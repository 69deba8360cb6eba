import Button from '@mui/material/Button';
import { KeyRound } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/api.js';
import { Icon } from '../../shell/Icon.js';
import { useSay } from '../../shell/use-say.js';
import { Once } from './Once.js';

const secretApi = api.injectEndpoints({
  endpoints: (build) => ({
    drawSecret: build.mutation<Record<string, unknown>, { url: string; id: string }>({ query: ({ url }) => ({ url, method: 'POST', body: {} }), invalidatesTags: (_result, _error, { id }) => [{ type: 'Record', id }] }),
  }),
});

/** Draws a secret and shows it this once. */
export function DrawSecret({ url, id, shown }: { url: string; id: string; shown: readonly string[] }) {
  const { t } = useTranslation();
  const [draw, { isLoading }] = secretApi.useDrawSecretMutation();
  const [lines, setLines] = useState<readonly string[] | null>(null);
  const { refused } = useSay();
  const go = async () => {
    const drawn = await draw({ url, id });
    if (drawn.error) return refused(drawn.error);
    setLines(shown.flatMap((name) => (drawn.data[name] ? [shown.length > 1 ? `${name}: ${String(drawn.data[name])}` : String(drawn.data[name])] : [])));
  };
  return (
    <>
      <Button startIcon={<Icon of={KeyRound} />} loading={isLoading} onClick={() => void go()}>{t('settings.drawSecret')}</Button>
      {lines && <Once title={t('settings.secret')} say={t('settings.secretSay')} lines={lines} onClose={() => setLines(null)} />}
    </>
  );
}
