import Button from '@mui/material/Button';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Dialog } from '../../../shell/Dialog.js';
import { Area, Field } from '../../../shell/Field.js';
import { useSay } from '../../../shell/use-say.js';
import { useSubmitForecastMutation } from '../dashboard/sales-figures.js';

export function HandIn({ period, on, onClose }: { period: string; on: string; onClose: () => void }) {
  const { t } = useTranslation();
  const [note, setNote] = useState('');
  const [submit] = useSubmitForecastMutation();
  const { done, refused } = useSay();
  const hand = async () => {
    const handed = await submit({ period, on, ...(note.trim() && { note: note.trim() }) });
    if (handed.error) return refused(handed.error);
    done(t('forecast.handed'));
    onClose();
  };
  return (
    <Dialog title={t('forecast.handIn')} width={420} onClose={onClose} onSubmit={() => void hand()} foot={<><Button variant="text" onClick={onClose}>{t('shell.cancel')}</Button><Button type="submit" variant="contained">{t('forecast.handIn')}</Button></>}>
      <Field label={t('forecast.note')} help={t('forecast.handInSay')}>{(given) => <Area {...given} autoFocus value={note} maxLength={2000} onChange={({ target }) => setNote(target.value)} />}</Field>
    </Dialog>
  );
}
