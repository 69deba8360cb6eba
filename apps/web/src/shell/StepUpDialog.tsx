import Button from '@mui/material/Button';
import { startAuthentication, type PublicKeyCredentialRequestOptionsJSON } from '@simplewebauthn/browser';
import { Fingerprint } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { send, whenProofIsAsked } from '../api/send.js';
import { Dialog } from './Dialog.js';
import { Field, Input } from './Field.js';
import { Icon } from './Icon.js';
import { reason } from './use-say.js';

interface Asked {
  token: string;
  methods: readonly string[];
  passkey: PublicKeyCredentialRequestOptionsJSON | null;
  answer: (proved: boolean) => void;
}

/** For what a stolen session must not be able to do: asked when the API wants it, and then the request goes on by itself. */
export function StepUpDialog() {
  const { t } = useTranslation();
  const [asked, setAsked] = useState<Asked | null>(null);
  const [typed, setTyped] = useState('');
  const [error, setError] = useState<string>();
  useEffect(() => {
    whenProofIsAsked(async () => {
      const sent = await send({ url: '/api/v1/auth/step-up/options', method: 'POST', body: {} });
      if (!sent.ok) return false;
      const { token, methods, passkey } = sent.answer.data as Omit<Asked, 'answer'>;
      return new Promise<boolean>((answer) => setAsked({ token, methods, passkey, answer }));
    });
  }, []);
  if (!asked) return null;
  const finish = (proved: boolean) => {
    asked.answer(proved);
    setAsked(null);
    setTyped('');
    setError(undefined);
  };
  const prove = async (proof: object) => {
    const sent = await send({ url: '/api/v1/auth/step-up', method: 'POST', body: { token: asked.token, ...proof } });
    if (sent.ok) finish(true);
    else setError(reason(sent.problem, t('shell.unreachable')));
  };
  const byPassword = asked.methods.includes('password');
  const byCode = asked.methods.includes('totp');
  return (
    <Dialog
      title={t('proof.title')}
      width={400}
      onClose={() => finish(false)}
      onSubmit={() => void prove(byPassword ? { password: typed } : /^\d{6}$/.test(typed) ? { code: typed } : { recoveryCode: typed })}
      foot={<><Button variant="text" onClick={() => finish(false)}>{t('shell.cancel')}</Button><Button type="submit" variant="contained" disabled={typed === ''}>{t('proof.go')}</Button></>}
    >
      <p style={{ marginBlockStart: 0 }}>{t('proof.why')}</p>
      {asked.passkey && <Button sx={{ marginBlockEnd: 3 }} startIcon={<Icon of={Fingerprint} />} onClick={() => void startAuthentication({ optionsJSON: asked.passkey! }).then((passkey) => prove({ passkey }), () => setError(t('proof.passkeyFailed')))}>{t('signIn.withPasskey')}</Button>}
      <Field label={t(byPassword ? 'signIn.password' : byCode ? 'signIn.code' : 'signIn.recoveryCode')} error={error}>
        {(given) => <Input {...given} autoFocus type={byPassword ? 'password' : 'text'} autoComplete={byPassword ? 'current-password' : 'one-time-code'} value={typed} onChange={({ target }) => setTyped(target.value)} />}
      </Field>
    </Dialog>
  );
}
