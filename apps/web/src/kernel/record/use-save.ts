import { useState } from 'react';
import type { Field, Noun } from '../../api/meta.js';
import { isProblem } from '../../api/problem.js';
import { recordsApi, useUpdateMutation, type Json, type Row } from '../../api/records.js';
import { useAppDispatch } from '../../store.js';
import { valueOf } from '../fields/Value.js';
import { changeOf } from '../nouns.js';

export interface Conflict {
  field: Field;
  mine: Json;
  theirs: Row;
}

/**
 * Saves one field against the version that was seen. When somebody else saved in between, fields that they left alone
 * are saved all the same; only the same field is a question.
 */
export function useSave(noun: Noun, seen: Row | undefined) {
  const dispatch = useAppDispatch();
  const [update] = useUpdateMutation();
  const [conflict, setConflict] = useState<Conflict | null>(null);

  const put = async (row: Row, { name }: Field, value: Json): Promise<unknown> => {
    return (await update({ path: noun.path, id: row.id, body: changeOf(name, value), etag: `"${row.version}"` })).error;
  };

  /** Null when it is saved, or waits for an answer to a conflict. */
  const save = async (field: Field, value: Json): Promise<unknown> => {
    if (!seen) return null;
    const error = await put(seen, field, value);
    if (!isProblem(error) || error.status !== 412) return error ?? null;
    const { data } = await dispatch(recordsApi.endpoints.record.initiate({ path: noun.path, id: seen.id }, { forceRefetch: true, subscribe: false }));
    if (!data) return error;
    const isSame = JSON.stringify(valueOf(data.record, field.name)) === JSON.stringify(valueOf(seen, field.name));
    if (isSame) return (await put(data.record, field, value)) ?? null;
    setConflict({ field, mine: value, theirs: data.record });
    return null;
  };

  const settle = async (keepMine: boolean): Promise<unknown> => {
    const asked = conflict;
    setConflict(null);
    return asked && keepMine ? ((await put(asked.theirs, asked.field, asked.mine)) ?? null) : null;
  };

  return { save, conflict, settle };
}
