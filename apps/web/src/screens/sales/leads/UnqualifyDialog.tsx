import Button from '@mui/material/Button';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Noun } from '../../../api/meta.js';
import { useUpdateMutation, type Row } from '../../../api/records.js';
import { titleOf } from '../../../kernel/nouns.js';
import { Dialog } from '../../../shell/Dialog.js';
import { Area, Field, Select } from '../../../shell/Field.js';
import { reason, useSay } from '../../../shell/use-say.js';
import { useStatuses } from './StatusSteps.js';

/** Takes a lead out of the inbox and keeps why. */
export function UnqualifyDialog({ noun, lead, onClose, onDone }: { noun: Noun; lead: Row; onClose: () => void; onDone: () => void }) {
  const { t } = useTranslation();
  const statuses = useStatuses(['unqualified']);
  const [update, { error, isLoading }] = useUpdateMutation();
  const [statusId, setStatusId] = useState('');
  const [note, setNote] = useState('');
  const { done } = useSay();
  const submit = async () => {
    const put = await update({ path: noun.path, id: lead.id, body: { statusId: statusId || statuses[0]?.id, ...(note.trim() && { unqualifiedNote: note }) } });
    if (put.error) return;
    done(t('leads.unqualified', { title: titleOf(lead, noun) }));
    onClose();
    onDone();
  };
  return (
    <Dialog title={t('leads.unqualify')} onClose={onClose} onSubmit={() => void submit()} foot={<><Button variant="text" onClick={onClose}>{t('shell.cancel')}</Button><Button type="submit" variant="contained" loading={isLoading} disabled={statuses.length === 0}>{t('leads.unqualify')}</Button></>}>
      <div style={{ display: 'grid', gap: 14 }}>
        {error && <p role="alert" style={{ margin: 0 }}>{reason(error, t('shell.unreachable'))}</p>}
        {statuses.length > 1 && <Field label={t('leads.status')}>{(given) => <Select {...given} value={statusId} onChange={({ target }) => setStatusId(target.value)}>{statuses.map(({ id, name }) => <option key={id} value={id}>{String(name)}</option>)}</Select>}</Field>}
        <Field label={t('leads.why')} help={t('leads.whyHelp')}>{(given) => <Area {...given} autoFocus rows={3} maxLength={2_000} value={note} onChange={({ target }) => setNote(target.value)} />}</Field>
      </div>
    </Dialog>
  );
}
