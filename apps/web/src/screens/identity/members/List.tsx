import Button from '@mui/material/Button';
import { styled } from '@mui/material/styles';
import { UserPlus } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Noun } from '../../../api/meta.js';
import { isProblem } from '../../../api/problem.js';
import { api } from '../../../api/api.js';
import { useFewQuery } from '../../../api/records.js';
import { useLanguage } from '../../../i18n/use-language.js';
import { ListPage } from '../../../kernel/list/ListPage.js';
import { Pill } from '../../../kernel/fields/Pill.js';
import { Dialog } from '../../../shell/Dialog.js';
import { Field, Input, Select } from '../../../shell/Field.js';
import { Icon } from '../../../shell/Icon.js';
import { reason, useSay } from '../../../shell/use-say.js';
import { Panel } from '../../settings/Panel.js';

interface Invitation { id: string; email: string; roles: readonly { id: string; name: string }[] | readonly string[]; status: string; expiresAt: string | null }

const invitationApi = api.injectEndpoints({
  endpoints: (build) => ({
    invitations: build.query<{ data: readonly Invitation[] }, void>({ query: () => '/api/v1/identity/invitations', providesTags: ['Sessions'] }),
    invite: build.mutation<Invitation, { email: string; roles: readonly string[]; language: string }>({ query: (body) => ({ url: '/api/v1/identity/invitations', method: 'POST', body }), invalidatesTags: ['Sessions', 'FirstSteps'] }),
    invitationVerb: build.mutation<Invitation, { id: string; verb: 'resend' | 'revoke' }>({ query: ({ id, verb }) => ({ url: `/api/v1/identity/invitations/${id}/${verb}`, method: 'POST', body: {} }), invalidatesTags: ['Sessions'] }),
  }),
});

const Page = styled('div')({ flex: 1, minBlockSize: 0, display: 'flex', flexDirection: 'column', '& > .open': { padding: '16px 20px 0' } });

export default function List({ noun }: { noun: Noun }) {
  const { t } = useTranslation();
  const { data } = invitationApi.useInvitationsQuery();
  const [act] = invitationApi.useInvitationVerbMutation();
  const [isInviting, setInviting] = useState(false);
  const { done, refused } = useSay();
  const open = data?.data.filter(({ status }) => status === 'open' || status === 'sent' || status === 'pending' || status === 'expired') ?? [];
  const go = async (id: string, verb: 'resend' | 'revoke') => {
    const answer = await act({ id, verb });
    if (answer.error) refused(answer.error);
    else done(t(`members.${verb}Done`));
  };
  return (
    <Page>
      <div className="open">
        <Panel title={t('members.invitations')} say={open.length ? '' : t('members.noneOpen')} action={<Button variant="contained" startIcon={<Icon of={UserPlus} />} onClick={() => setInviting(true)}>{t('members.invite')}</Button>}>
          {open.length > 0 && (
            <ul>
              {open.map(({ id, email, status }) => (
                <li key={id}>
                  <span className="what" dir="ltr"><b>{email}</b></span>
                  <Pill shade={status === 'expired' ? 'grey' : 'blue'}>{t(status === 'expired' ? 'members.expired' : 'members.open')}</Pill>
                  <Button variant="text" onClick={() => void go(id, 'resend')}>{t('members.resend')}</Button>
                  <Button variant="text" onClick={() => void go(id, 'revoke')}>{t('members.revoke')}</Button>
                </li>
              ))}
            </ul>
          )}
        </Panel>
      </div>
      <ListPage noun={{ ...noun, may: noun.may.filter((each) => each !== 'create') }} />
      {isInviting && <Invite onClose={() => setInviting(false)} />}
    </Page>
  );
}

function Invite({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const { code } = useLanguage();
  const { data } = useFewQuery({ path: '/api/v1/identity/roles', limit: 100 });
  const [invite, { error, isLoading }] = invitationApi.useInviteMutation();
  const [email, setEmail] = useState('');
  const [role, setRole] = useState('');
  const { done } = useSay();
  const faults = isProblem(error) ? (error.errors ?? []) : [];
  const submit = async () => {
    const sent = await invite({ email, roles: [role], language: code });
    if (sent.error) return;
    done(t('members.invited', { email }));
    onClose();
  };
  return (
    <Dialog title={t('members.invite')} width={420} onClose={onClose} onSubmit={() => void submit()} foot={<><Button variant="text" onClick={onClose}>{t('shell.cancel')}</Button><Button type="submit" variant="contained" loading={isLoading} disabled={!email || !role}>{t('members.send')}</Button></>}>
      <div style={{ display: 'grid', gap: 14 }}>
        <Field label={t('signIn.email')} error={faults.find(({ at }) => at === 'email')?.say ?? (isProblem(error) && !faults.length ? reason(error, t('shell.unreachable')) : undefined)}>{(given) => <Input {...given} type="email" autoFocus dir="ltr" value={email} onChange={({ target }) => setEmail(target.value)} />}</Field>
        <Field label={t('members.role')} help={t('members.roleHelp')} error={faults.find(({ at }) => at.startsWith('roles'))?.say}>
          {(given) => <Select {...given} value={role} onChange={({ target }) => setRole(target.value)}><option value="" />{data?.data.map(({ id, key, name }) => <option key={id} value={String(key)}>{String(name)}</option>)}</Select>}
        </Field>
      </div>
    </Dialog>
  );
}
