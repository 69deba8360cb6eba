import Button from '@mui/material/Button';
import { useEffect, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import {
  useAcceptInvitationMutation, useChoosePasswordMutation, useConfirmAddressMutation, useForgetPasswordMutation, useLookAtInvitationMutation, useOpenAccountMutation, useRefuseAddressMutation, useRegisterMutation,
} from '../../api/account.js';
import { Mosaic } from '../../brand/Mosaic.js';
import { useLanguage } from '../../i18n/use-language.js';
import { OutsidePage } from '../../shell/OutsidePage.js';
import { reason } from '../../shell/use-say.js';
import { Card, Told } from './Card.js';
import { OutsideForm } from './OutsideForm.js';
import { useLinkToken } from './use-link-token.js';

function Frame({ title, children }: { title: string; children: ReactNode }) {
  return <OutsidePage title={`${title} · Tessera`} backdrop={<Mosaic />}><Card title={title}>{children}</Card></OutsidePage>;
}

function ToSignIn({ email }: { email?: string | undefined }) {
  const { t } = useTranslation();
  return <Button variant="contained" component={Link} to={`/sign-in${email ? `?email=${encodeURIComponent(email)}` : ''}`}>{t('signIn.go')}</Button>;
}

/** Asks for an address and says the same whether it is known or not. */
function MailForm({ use, title, say, go }: { use: typeof useRegisterMutation; title: string; say: string; go: string }) {
  const { t } = useTranslation();
  const { code } = useLanguage();
  const [send, { isSuccess, originalArgs }] = use();
  return (
    <Frame title={title}>
      {isSuccess
        ? <><Told tone="good">{t('outside.sent', { email: originalArgs?.email })}</Told><p>{t('outside.sentSay')}</p></>
        : <><p>{say}</p><OutsideForm asked={[{ name: 'email', label: t('signIn.email'), type: 'email', autoComplete: 'email' }]} go={go} onSend={({ email = '' }) => send({ email, language: code })} /></>}
      <p><Link to="/sign-in">{t('outside.toSignIn')}</Link></p>
    </Frame>
  );
}

export function RegisterPage() {
  const { t } = useTranslation();
  return <MailForm use={useRegisterMutation} title={t('outside.register')} say={t('outside.registerSay')} go={t('outside.registerGo')} />;
}

export function ForgotPasswordPage() {
  const { t } = useTranslation();
  return <MailForm use={useForgetPasswordMutation} title={t('outside.forgot')} say={t('outside.forgotSay')} go={t('outside.forgotGo')} />;
}

export function WelcomePage() {
  const { t } = useTranslation();
  const token = useLinkToken();
  const [open, { data }] = useOpenAccountMutation();
  return (
    <Frame title={t('outside.welcome')}>
      {data
        ? <><Told tone="good">{t('outside.opened')}</Told><ToSignIn email={data.email} /></>
        : <><p>{t('outside.welcomeSay')}</p><OutsideForm asked={[{ name: 'name', label: t('outside.name'), autoComplete: 'name' }, { name: 'password', label: t('outside.newPassword'), type: 'password', autoComplete: 'new-password', help: t('outside.passwordHelp') }]} go={t('outside.open')} onSend={({ name = '', password = '' }) => open({ token, name, password })} /></>}
    </Frame>
  );
}

export function ResetPasswordPage() {
  const { t } = useTranslation();
  const token = useLinkToken();
  const [choose, { isSuccess }] = useChoosePasswordMutation();
  return (
    <Frame title={t('outside.reset')}>
      {isSuccess
        ? <><Told tone="good">{t('outside.resetDone')}</Told><ToSignIn /></>
        : <OutsideForm asked={[{ name: 'password', label: t('outside.newPassword'), type: 'password', autoComplete: 'new-password', help: t('outside.passwordHelp') }]} go={t('outside.resetGo')} onSend={({ password = '' }) => choose({ token, password })} />}
    </Frame>
  );
}

export function InvitationPage() {
  const { t } = useTranslation();
  const token = useLinkToken();
  const [look, { data: invitation, error }] = useLookAtInvitationMutation();
  const [accept, { data: joined }] = useAcceptInvitationMutation();
  useEffect(() => void look({ token }), [look, token]);
  const who = invitation && { inviter: invitation.inviter ?? invitation.organization, organization: invitation.organization };
  return (
    <Frame title={t('outside.invitation')}>
      {error && <><Told tone="bad">{reason(error, t('shell.unreachable'))}</Told><p><Link to="/sign-in">{t('outside.toSignIn')}</Link></p></>}
      {joined && <><Told tone="good">{t('outside.joined', { organization: joined.organization.name })}</Told><ToSignIn email={joined.email} /></>}
      {!joined && who && (
        <>
          <p>{t('outside.invitationSay', who)}</p>
          {invitation.hasAccount
            ? <OutsideForm asked={[{ name: 'password', label: t('signIn.password'), type: 'password', autoComplete: 'current-password', help: invitation.email }]} go={t('outside.accept')} onSend={({ password = '' }) => accept({ token, password })} />
            : <OutsideForm asked={[{ name: 'name', label: t('outside.name'), autoComplete: 'name' }, { name: 'password', label: t('outside.newPassword'), type: 'password', autoComplete: 'new-password', help: t('outside.passwordHelp') }]} go={t('outside.accept')} onSend={({ name = '', password = '' }) => accept({ token, name, password })} />}
        </>
      )}
    </Frame>
  );
}

/** A link that does what it says as soon as somebody presses the button, and not when a mail program looks at it. */
function Pressed({ use, title, say, go, done }: { use: typeof useRefuseAddressMutation; title: string; say: string; go: string; done: string }) {
  const { t } = useTranslation();
  const token = useLinkToken();
  const [send, { isSuccess, error, isLoading }] = use();
  const [pressed, setPressed] = useState(false);
  return (
    <Frame title={title}>
      {error && <Told tone="bad">{reason(error, t('shell.unreachable'))}</Told>}
      {isSuccess ? <><Told tone="good">{done}</Told><ToSignIn /></> : <><p>{say}</p><Button variant="contained" loading={isLoading} disabled={pressed && !error} onClick={() => { setPressed(true); void send({ token }); }}>{go}</Button></>}
    </Frame>
  );
}

export function ConfirmAddressPage() {
  const { t } = useTranslation();
  return <Pressed use={useConfirmAddressMutation as unknown as typeof useRefuseAddressMutation} title={t('outside.address')} say={t('outside.addressSay')} go={t('outside.addressGo')} done={t('outside.addressDone')} />;
}

export function RefuseAddressPage() {
  const { t } = useTranslation();
  return <Pressed use={useRefuseAddressMutation} title={t('outside.refuse')} say={t('outside.refuseSay')} go={t('outside.refuseGo')} done={t('outside.refuseDone')} />;
}
