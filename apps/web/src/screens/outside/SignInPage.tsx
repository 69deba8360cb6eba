import Button from '@mui/material/Button';
import { styled } from '@mui/material/styles';
import { startAuthentication, type PublicKeyCredentialRequestOptionsJSON } from '@simplewebauthn/browser';
import { Fingerprint } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate, useSearchParams } from 'react-router';
import { api } from '../../api/api.js';
import { usePasskeyOptionsMutation, usePasskeySignInMutation, useSecondFactorMutation, useSignInMutation, type SecondFactorAsked, type SignedIn } from '../../api/session.js';
import { Mosaic } from '../../brand/Mosaic.js';
import { Field, Input } from '../../shell/Field.js';
import { Icon } from '../../shell/Icon.js';
import { OutsidePage } from '../../shell/OutsidePage.js';
import { reason } from '../../shell/use-say.js';
import { useAppDispatch } from '../../store.js';
import { Card, Or, Told } from './Card.js';

const Links = styled('p')(({ theme }) => ({ ...theme.typography.body2, display: 'flex', justifyContent: 'space-between', flexWrap: 'wrap', gap: 8, margin: 0, '& a': { color: theme.vars.palette.accent.text } }));

export function SignInPage() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const dispatch = useAppDispatch();
  const [search] = useSearchParams();
  const [asked, setAsked] = useState<SecondFactorAsked | null>(null);
  const wished = search.get('to');
  const enter = async (answer: SignedIn | SecondFactorAsked) => {
    if (answer.status === 'mfa_required') return setAsked(answer);
    dispatch(api.util.resetApiState());
    // Only to a place of our own.
    await navigate(!answer.organization ? '/organizations' : wished?.startsWith('/') && !wished.startsWith('//') ? wished : '/', { replace: true });
  };
  return (
    <OutsidePage title={`${t('signIn.title')} · Tessera`} backdrop={<Mosaic />}>
      <Card title={t(asked ? 'signIn.second' : 'signIn.title')}>
        {asked ? <SecondFactor asked={asked} onSignedIn={enter} onBack={() => setAsked(null)} /> : <FirstFactor onSignedIn={enter} />}
      </Card>
    </OutsidePage>
  );
}

interface Step {
  onSignedIn: (answer: SignedIn | SecondFactorAsked) => Promise<void>;
}

function FirstFactor({ onSignedIn }: Step) {
  const { t } = useTranslation();
  const [search] = useSearchParams();
  const [email, setEmail] = useState(search.get('email') ?? '');
  const [password, setPassword] = useState('');
  const [signIn, { isLoading, error }] = useSignInMutation();
  const [options] = usePasskeyOptionsMutation();
  const [withPasskey, passkey] = usePasskeySignInMutation();
  const [cancelled, setCancelled] = useState(false);
  const byPasskey = async () => {
    setCancelled(false);
    const { data } = await options();
    if (!data) return;
    const response = await startAuthentication({ optionsJSON: data.options as PublicKeyCredentialRequestOptionsJSON }).catch(() => null);
    if (!response) return setCancelled(true);
    const answer = await withPasskey({ token: data.token, response });
    if (answer.data) await onSignedIn(answer.data);
  };
  const problem = error ?? passkey.error;
  return (
    <>
      <form noValidate onSubmit={(event) => { event.preventDefault(); void signIn({ email, password }).then(({ data }) => data && onSignedIn(data)); }}>
        {(problem || cancelled) && <Told tone="bad">{cancelled ? t('proof.passkeyFailed') : reason(problem, t('shell.unreachable'))}</Told>}
        <Field label={t('signIn.email')}>{(given) => <Input {...given} type="email" name="email" autoComplete="username" autoFocus={!email} dir="ltr" value={email} onChange={({ target }) => setEmail(target.value)} />}</Field>
        <Field label={t('signIn.password')}>{(given) => <Input {...given} type="password" name="password" autoComplete="current-password" dir="ltr" value={password} onChange={({ target }) => setPassword(target.value)} />}</Field>
        <Button type="submit" variant="contained" disabled={!email || !password} loading={isLoading}>{t('signIn.go')}</Button>
      </form>
      <Or>{t('signIn.or')}</Or>
      <Button startIcon={<Icon of={Fingerprint} />} onClick={() => void byPasskey()}>{t('signIn.withPasskey')}</Button>
      <Links><Link to="/forgot-password">{t('signIn.forgotten')}</Link><Link to="/register">{t('signIn.register')}</Link></Links>
    </>
  );
}

function SecondFactor({ asked, onSignedIn, onBack }: Step & { asked: SecondFactorAsked; onBack: () => void }) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState('');
  const [prove, { isLoading, error }] = useSecondFactorMutation();
  const send = (proof: object) => void prove({ token: asked.token, ...proof }).then(({ data }) => data && onSignedIn(data));
  const ready = /^\d{6}$/.test(typed) || typed.length > 8;
  return (
    <form noValidate onSubmit={(event) => { event.preventDefault(); send(/^\d{6}$/.test(typed) ? { code: typed } : { recoveryCode: typed }); }}>
      {error && <Told tone="bad">{reason(error, t('shell.unreachable'))}</Told>}
      {asked.passkey && <Button startIcon={<Icon of={Fingerprint} />} onClick={() => void startAuthentication({ optionsJSON: asked.passkey as unknown as PublicKeyCredentialRequestOptionsJSON }).then((passkey) => send({ passkey }), () => undefined)}>{t('signIn.withPasskey')}</Button>}
      <Field label={t('signIn.code')} help={t('signIn.codeHelp')}>{(given) => <Input {...given} autoFocus inputMode="numeric" autoComplete="one-time-code" dir="ltr" value={typed} onChange={({ target }) => setTyped(target.value.trim())} />}</Field>
      <Button type="submit" variant="contained" disabled={!ready} loading={isLoading}>{t('signIn.go')}</Button>
      <Button variant="text" onClick={onBack}>{t('signIn.back')}</Button>
    </form>
  );
}
