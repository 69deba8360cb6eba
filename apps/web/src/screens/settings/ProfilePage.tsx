import Button from '@mui/material/Button';
import { useColorScheme } from '@mui/material/styles';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isProblem } from '../../api/problem.js';
import { useChangeAddressMutation } from '../../api/security.js';
import { useMeQuery, usePreferMutation } from '../../api/session.js';
import { languages } from '../../i18n/languages.js';
import { useLanguage } from '../../i18n/use-language.js';
import { Field, Input, Select } from '../../shell/Field.js';
import { reason, useSay } from '../../shell/use-say.js';
import { Panel, Panels } from './Panel.js';

const MODES = ['system', 'light', 'dark'] as const;

export function ProfilePage() {
  const { t } = useTranslation();
  const { data: me } = useMeQuery();
  const { code } = useLanguage();
  const { mode, setMode } = useColorScheme();
  const [save] = usePreferMutation();
  const { done, refused } = useSay();
  if (!me) return null;
  const prefer = async (wished: { language?: string; timeZone?: string }) => {
    const saved = await save(wished);
    if (saved.error) refused(saved.error);
    else done(t('settings.saved'));
  };
  return (
    <Panels title={t('settings.profile')}>
      <Panel title={t('settings.look')}>
        <div className="body">
          <Field label={t('shell.language')}>{(given) => <Select {...given} value={code} onChange={({ target }) => void prefer({ language: target.value })}>{Object.entries(languages).map(([value, { name }]) => <option key={value} value={value} lang={value}>{name}</option>)}</Select>}</Field>
          <Field label={t('shell.theme.name')}>{(given) => <Select {...given} value={mode ?? 'system'} onChange={({ target }) => setMode(target.value as 'system')}>{MODES.map((value) => <option key={value} value={value}>{t(`shell.theme.${value}`)}</option>)}</Select>}</Field>
          <Field label={t('organizations.zone')} help={t('settings.zoneHelp')}>{(given) => <Select {...given} value={me.timeZone ?? ''} onChange={({ target }) => void prefer({ timeZone: target.value })}>{[...new Set([me.timeZone ?? 'UTC', ...Intl.supportedValuesOf('timeZone')])].map((zone) => <option key={zone}>{zone}</option>)}</Select>}</Field>
        </div>
      </Panel>
      <Address email={me.account.email} />
    </Panels>
  );
}

function Address({ email }: { email: string }) {
  const { t } = useTranslation();
  const { code } = useLanguage();
  const [typed, setTyped] = useState('');
  const [change, { error, isSuccess, isLoading }] = useChangeAddressMutation();
  return (
    <Panel title={t('signIn.email')} say={email}>
      <form noValidate onSubmit={(event) => { event.preventDefault(); void change({ email: typed, language: code }); }}>
        <Field label={t('settings.newAddress')} help={isSuccess ? t('settings.addressSent') : t('settings.addressHelp')} error={isProblem(error) ? reason(error, t('shell.unreachable')) : undefined}>{(given) => <Input {...given} type="email" dir="ltr" autoComplete="email" value={typed} onChange={({ target }) => setTyped(target.value)} />}</Field>
        <div><Button type="submit" loading={isLoading} disabled={!typed}>{t('settings.changeAddress')}</Button></div>
      </form>
    </Panel>
  );
}
