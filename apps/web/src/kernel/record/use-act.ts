import { useTranslation } from 'react-i18next';
import type { Noun, Verb } from '../../api/meta.js';
import { useActMutation, type Row } from '../../api/records.js';
import { useSay } from '../../shell/use-say.js';

/** Does a verb to a record and tells what came of it; the error, when there is a form to show it. */
export function useAct(noun: Noun, row: Row) {
  const { t } = useTranslation();
  const [act] = useActMutation();
  const { done, refused } = useSay();
  return async (verb: Verb, body?: object, hasForm = false): Promise<unknown> => {
    const answer = await act({ path: noun.path, id: row.id, verb: verb.name, body });
    if (!answer.error) done(t('record.acted', { verb: verb.say }));
    else if (!hasForm) refused(answer.error);
    return answer.error;
  };
}
