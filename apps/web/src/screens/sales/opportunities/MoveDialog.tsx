import Button from '@mui/material/Button';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isProblem, type Problem } from '../../../api/problem.js';
import { useFewQuery } from '../../../api/records.js';
import type { VerbForm } from '../../../kernel/record/RecordHead.js';
import { Dialog } from '../../../shell/Dialog.js';
import { Field, Select } from '../../../shell/Field.js';
import { useSay } from '../../../shell/use-say.js';
import { useMoveDealMutation } from './board.js';
import { StageRules } from './StageRules.js';

/** No board is in sight here. */
const NO_BOARD = { id: '', limit: 0 };

/** Where a deal goes in its pipeline; what that stage wants to know is asked next. */
export function MoveDialog({ noun, row: deal, onClose }: VerbForm) {
  const { t } = useTranslation();
  const { done, refused } = useSay();
  const { data: stages } = useFewQuery({ path: '/api/v1/sales/stages', where: { field: 'pipelineId', operator: 'eq', value: deal['pipelineId'] ?? '' }, sort: 'position', limit: 100 });
  const [move, { isLoading }] = useMoveDealMutation();
  const [chosen, setChosen] = useState(String(deal['stageId']));
  const [problem, setProblem] = useState<Problem>();
  const stage = stages?.data.find(({ id }) => id === chosen);
  if (stage && problem) return <StageRules noun={noun} deal={deal} stage={{ id: stage.id, name: String(stage['name']), kind: String(stage['kind']) }} problem={problem} on={NO_BOARD} onClose={onClose} />;
  const submit = async () => {
    const moved = await move({ id: deal.id, body: { stageId: chosen }, on: NO_BOARD });
    if (isProblem(moved.error) && moved.error.errors?.length) return setProblem(moved.error);
    if (moved.error) return refused(moved.error);
    done(t('deals.moved', { stage: String(stage?.['name']) }));
    onClose();
  };
  return (
    <Dialog title={t('deals.move')} width={400} onClose={onClose} onSubmit={() => void submit()} foot={<><Button variant="text" onClick={onClose}>{t('shell.cancel')}</Button><Button type="submit" variant="contained" loading={isLoading} disabled={!stage || chosen === deal['stageId']}>{t('deals.move')}</Button></>}>
      <Field label={t('deals.stage')}>{(given) => <Select {...given} autoFocus value={chosen} onChange={({ target }) => setChosen(target.value)}>{stages?.data.map(({ id, name }) => <option key={id} value={id}>{String(name)}</option>)}</Select>}</Field>
    </Dialog>
  );
}
