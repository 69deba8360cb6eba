import Button from '@mui/material/Button';
import { startRegistration, type PublicKeyCredentialCreationOptionsJSON } from '@simplewebauthn/browser';
import { Fingerprint, Smartphone } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isProblem } from '../../api/problem.js';
import { useBeginPasskeyMutation, useBeginTotpMutation, useChangePasswordMutation, useFactorsQuery, useFinishPasskeyMutation, useFinishTotpMutation, useNewRecoveryCodesMutation, useRemoveFactorMutation } from '../../api/security.js';
import { Ago } from '../../kernel/fields/Value.js';
import { Dialog } from '../../shell/Dialog.js';
import { Field, Input } from '../../shell/Field.js';
import { Icon } from '../../shell/Icon.js';
import { reason, useSay } from '../../shell/use-say.js';
import { Told } from '../outside/Card.js';
import { Panel, Panels } from './Panel.js';
import { QrCode } from './QrCode.js';
import { Once } from './Once.js';

export function SecurityPage() {
  const { t } = useTranslation();
  const { data } = useFactorsQuery();
  const [remove] = useRemoveFactorMutation();
  const [draw] = useNewRecoveryCodesMutation();
  const [beginPasskey] = useBeginPasskeyMutation();
  const [finishPasskey] = useFinishPasskeyMutation();
  const [isApp, setApp] = useState(false);
  const [codes, setCodes] = useState<readonly string[] | null>(null);
  const { done, refused } = useSay();
  const addPasskey = async () => {
    const begun = await beginPasskey();
    if (!begun.data) return refused(begun.error);
    const response = await startRegistration({ optionsJSON: begun.data.options as PublicKeyCredentialCreationOptionsJSON }).catch(() => null);
    if (!response) return refused({ type: 'passkey', status: 400, title: t('proof.passkeyFailed') });
    const made = await finishPasskey({ token: begun.data.token, response, name: t('settings.thisDevice') });
    if (made.error) return refused(made.error);
    done(t('settings.factorAdded'));
    if (made.data.recoveryCodes) setCodes(made.data.recoveryCodes);
  };
  const removeOne = async (id: string) => {
    const gone = await remove(id);
    if (gone.error) refused(gone.error);
  };
  const drawCodes = async () => {
    const drawn = await draw();
    if (drawn.error) refused(drawn.error);
    else setCodes(drawn.data.recoveryCodes);
  };
  return (
    <Panels title={t('settings.security')}>
      {data?.demandedFrom && data.factors.length === 0 && <Told tone="bad">{t('settings.factorDemanded')}</Told>}
      <Panel
        title={t('settings.factors')}
        say={t('settings.factorsSay')}
        action={<span style={{ display: 'flex', flexWrap: 'wrap', gap: 8 }}><Button startIcon={<Icon of={Fingerprint} />} onClick={() => void addPasskey()}>{t('settings.addPasskey')}</Button><Button startIcon={<Icon of={Smartphone} />} onClick={() => setApp(true)}>{t('settings.addApp')}</Button></span>}
      >
        {data && data.factors.length > 0 && (
          <ul>
            {data.factors.map(({ id, kind, name, createdAt, lastUsedAt }) => (
              <li key={id}>
                <Icon of={kind === 'passkey' ? Fingerprint : Smartphone} />
                <span className="what"><b>{name}</b><span>{lastUsedAt ? t('settings.lastUsed') : t('settings.added')} <Ago at={lastUsedAt ?? createdAt} /></span></span>
                <Button variant="text" onClick={() => void removeOne(id)}>{t('settings.remove')}</Button>
              </li>
            ))}
            <li><span className="what"><b>{t('settings.recovery')}</b><span>{t('settings.recoveryLeft', { count: data.recoveryCodesLeft })}</span></span><Button variant="text" onClick={() => void drawCodes()}>{t('settings.drawCodes')}</Button></li>
          </ul>
        )}
      </Panel>
      <Password />
      {isApp && <AppDialog onClose={() => setApp(false)} onCodes={setCodes} />}
      {codes && <Once title={t('settings.recovery')} say={t('settings.recoverySay')} lines={codes} onClose={() => setCodes(null)} />}
    </Panels>
  );
}

function AppDialog({ onClose, onCodes }: { onClose: () => void; onCodes: (codes: readonly string[] | null) => void }) {
  const { t } = useTranslation();
  const [begin, { data, error: refusal, isLoading }] = useBeginTotpMutation();
  const [finish, { error }] = useFinishTotpMutation();
  const [name, setName] = useState(t('settings.appName'));
  const [code, setCode] = useState('');
  const submit = async () => {
    if (!data) return void begin(name);
    const made = await finish({ id: data.id, code });
    if (!made.data) return;
    onClose();
    onCodes(made.data.recoveryCodes);
  };
  return (
    <Dialog title={t('settings.addApp')} width={420} onClose={onClose} onSubmit={() => void submit()} foot={<><Button variant="text" onClick={onClose}>{t('shell.cancel')}</Button><Button type="submit" variant="contained" loading={isLoading} disabled={data ? code.length !== 6 : !name}>{t(data ? 'settings.finish' : 'settings.continue')}</Button></>}>
      {data
        ? (
          <div style={{ display: 'grid', gap: 14, justifyItems: 'start' }}>
            <p style={{ margin: 0 }}>{t('settings.scan')}</p>
            <QrCode text={data.uri} label={t('settings.scan')} />
            <code dir="ltr" style={{ overflowWrap: 'anywhere' }}>{data.secret}</code>
            <Field label={t('signIn.code')} error={isProblem(error) ? reason(error, t('shell.unreachable')) : undefined}>{(given) => <Input {...given} autoFocus inputMode="numeric" autoComplete="one-time-code" maxLength={6} dir="ltr" value={code} onChange={({ target }) => setCode(target.value)} />}</Field>
          </div>
        )
        : <Field label={t('outside.name')} error={isProblem(refusal) ? reason(refusal, t('shell.unreachable')) : undefined}>{(given) => <Input {...given} autoFocus value={name} onChange={({ target }) => setName(target.value)} />}</Field>}
    </Dialog>
  );
}

function Password() {
  const { t } = useTranslation();
  const [present, setPresent] = useState('');
  const [password, setPassword] = useState('');
  const [change, { error, isLoading }] = useChangePasswordMutation();
  const { done } = useSay();
  const faults = isProblem(error) ? (error.errors ?? []) : [];
  const submit = async () => {
    const changed = await change({ present, password });
    if (changed.error) return;
    setPresent('');
    setPassword('');
    done(t('settings.passwordChanged'));
  };
  return (
    <Panel title={t('signIn.password')} say={t('settings.passwordSay')}>
      <form noValidate onSubmit={(event) => { event.preventDefault(); void submit(); }}>
        <Field label={t('settings.present')} error={faults.find(({ at }) => at === 'present')?.say ?? (isProblem(error) && !faults.length ? reason(error, t('shell.unreachable')) : undefined)}>{(given) => <Input {...given} type="password" autoComplete="current-password" dir="ltr" value={present} onChange={({ target }) => setPresent(target.value)} />}</Field>
        <Field label={t('outside.newPassword')} help={t('outside.passwordHelp')} error={faults.find(({ at }) => at === 'password')?.say}>{(given) => <Input {...given} type="password" autoComplete="new-password" dir="ltr" value={password} onChange={({ target }) => setPassword(target.value)} />}</Field>
        <div><Button type="submit" loading={isLoading} disabled={!present || !password}>{t('settings.changePassword')}</Button></div>
      </form>
    </Panel>
  );
}
