import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { isProblem } from '../api/problem.js';
import { useAppDispatch } from '../store.js';
import { toasts } from './toasts.js';
import { keepUndo } from './undo.js';

/** News for the person: what was done and how it is taken back, or why it could not be done. */
export function useSay() {
  const dispatch = useAppDispatch();
  const { t } = useTranslation();
  const done = useCallback((say: string, takeBack?: () => void) => {
    dispatch(toasts.actions.say({ tone: 'good', say, ...(takeBack && { undo: keepUndo(takeBack) }) }));
  }, [dispatch]);
  const refused = useCallback((error: unknown) => {
    const setUp = isProblem(error) ? error.errors?.find(({ rule }) => rule === 'set-up')?.at : undefined;
    dispatch(toasts.actions.say({ tone: 'bad', say: reason(error, t('shell.unreachable')), ...(setUp && { setUp }) }));
  }, [dispatch, t]);
  return { done, refused };
}

/** The most telling sentence of a refusal. */
export function reason(error: unknown, unreachable: string): string {
  if (!isProblem(error) || error.status === 0) return unreachable;
  const faults = error.errors?.map(({ say }) => say) ?? [];
  return faults.length ? faults.slice(0, 2).join(' ') : (error.detail ?? error.title);
}
