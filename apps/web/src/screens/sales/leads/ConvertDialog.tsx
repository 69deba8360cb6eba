import Button from '@mui/material/Button';
import { styled } from '@mui/material/styles';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { api } from '../../../api/api.js';
import { isProblem } from '../../../api/problem.js';
import { useActMutation, useRecordQuery, type Json, type Row } from '../../../api/records.js';
import { titleOf, useNouns } from '../../../kernel/nouns.js';
import type { VerbForm } from '../../../kernel/record/RecordHead.js';
import { Dialog } from '../../../shell/Dialog.js';
import { reason, useSay } from '../../../shell/use-say.js';
import { useAppDispatch } from '../../../store.js';
import { Became } from './Became.js';
import { DealFields } from './DealFields.js';
import { Identity, type Known } from './Identity.js';
import { useMatchesQuery } from './leads.js';

const Body = styled('div')(({ theme }) => ({ display: 'grid', gap: 20, '& p[role=alert]': { ...theme.typography.body2, margin: 0, padding: '8px 12px', borderRadius: 6, color: theme.vars.palette.bad.text, backgroundColor: theme.vars.palette.bad.soft } }));

const CONTACTS = '/api/v1/sales/contacts';

/** Says who a lead is, and makes the deal: what is known already is linked as it stands and never changed. */
export function ConvertDialog({ noun, row: lead, onClose }: VerbForm) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const dispatch = useAppDispatch();
  const { byName } = useNouns();
  const { done } = useSay();
  const [convert, { error, isLoading }] = useActMutation();
  const { data: matches, isLoading: isAsking } = useMatchesQuery(lead.id);
  const [person, setPerson] = useState<string | null>();
  const [firm, setFirm] = useState<string | null>();
  const maySell = byName.get('opportunity')?.may.includes('create') ?? false;
  const proposed = { name: lead['companyName'] ?? lead['fullName'] ?? null, amount: lead['estimatedValue'] ?? null };
  const [deal, setDeal] = useState<Record<string, Json> | null>(maySell ? proposed : null);
  const contactId = person === undefined ? (matches?.contacts[0]?.id ?? null) : person;
  const { data: contact } = useRecordQuery({ path: CONTACTS, id: contactId ?? '', include: 'company' }, { skip: !contactId });
  const theirs = contactId ? (contact?.record['company'] as Row | null | undefined) : null;
  const companies: Known[] = [...(theirs ? [{ id: theirs.id, name: String(theirs['name']), why: t('leads.theirCompany') }] : []), ...(matches?.companies ?? []).filter(({ id }) => id !== theirs?.id).map(({ id, name, by }) => ({ id, name, why: t(`leads.same.${by}`) }))];
  // A contact stays in its company, so that a new one can only be made for somebody who has none.
  const companyId = (firm === null && theirs ? undefined : firm) === undefined ? (companies[0]?.id ?? null) : firm!;
  const companyName = lead['companyName'] ?? lead['domain'];

  if (lead['convertedAt']) return <Dialog title={t('leads.already')} onClose={onClose}><Became of={lead} /></Dialog>;
  const faults = isProblem(error) ? (error.errors ?? []) : [];
  const became = Object.fromEntries(faults.flatMap(({ at, rule, say }) => (rule === 'converted' ? [[at, say.split('/').at(-1)!]] : [])));
  if (Object.keys(became).length > 0) return <Dialog title={t('leads.already')} onClose={onClose}><Became of={became} /></Dialog>;
  const atDeal = deal ? faults.filter(({ at }) => ['name', 'pipelineId', 'stageId', 'amount', 'expectedClose'].includes(at.split('.').at(-1)!)) : [];
  const submit = async () => {
    const filled = deal && Object.fromEntries(Object.entries(deal).filter(([, value]) => value !== null && value !== ''));
    const answer = await convert({ path: noun.path, id: lead.id, verb: 'convert', body: { onMatch: 'create', ...(contactId && { contactId }), ...(companyId && { companyId }), ...(filled ? { opportunity: filled } : { withoutOpportunity: true }) } });
    if (answer.error) return;
    const made = answer.data as Row;
    dispatch(api.util.invalidateTags(['opportunities', 'contacts', 'companies'].map((plural) => ({ type: 'Records' as const, id: `/api/v1/sales/${plural}` }))));
    done(t(made['opportunityId'] ? 'leads.convertedToDeal' : 'leads.converted', { title: titleOf(lead, noun) }));
    onClose();
    await navigate(made['opportunityId'] ? `/sales/opportunities/${String(made['opportunityId'])}` : `/sales/contacts/${String(made['contactId'])}`);
  };
  return (
    <Dialog
      title={t('leads.convertTitle', { title: titleOf(lead, noun) })}
      width={560}
      onClose={onClose}
      onSubmit={() => void submit()}
      foot={<><Button variant="text" onClick={onClose}>{t('shell.cancel')}</Button><Button type="submit" variant="contained" loading={isLoading} key={String(isAsking)} disabled={isAsking} autoFocus>{t(deal ? 'leads.convertGo' : 'leads.convertOnly')}</Button></>}
    >
      <Body aria-busy={isAsking}>
        {isProblem(error) && faults.length === atDeal.length && faults.length > 0 ? null : error && <p role="alert">{reason(error, t('shell.unreachable'))}</p>}
        <Identity
          legend={t('leads.contact')}
          known={(matches?.contacts ?? []).map(({ id, name, by }) => ({ id, name, why: t(`leads.same.${by}`) }))}
          fresh={t('leads.newContact', { name: titleOf(lead, noun) })}
          field={noun.fields.find(({ name }) => name === 'contactId')}
          value={contactId}
          onChange={(id) => { setPerson(id); setFirm(undefined); }}
        />
        <Identity
          legend={t('leads.company')}
          known={companies}
          fresh={theirs ? null : companyName ? t('leads.newCompany', { name: String(companyName) }) : t('leads.perhapsCompany')}
          field={noun.fields.find(({ name }) => name === 'companyId')}
          value={companyId}
          onChange={setFirm}
        />
        {maySell && <DealFields values={deal} faults={atDeal} onChange={setDeal} proposed={proposed} />}
      </Body>
    </Dialog>
  );
}
