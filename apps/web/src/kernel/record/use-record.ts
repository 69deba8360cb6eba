import { useEffect, useState } from 'react';
import { attend, watch, type Present } from '../../api/live.js';
import type { Noun } from '../../api/meta.js';
import { api } from '../../api/api.js';
import { include, useRecordQuery } from '../../api/records.js';
import { useAppDispatch } from '../../store.js';

/** One record, as it is now: what others do to it shows, and who else is at it. */
export function useRecord(noun: Noun, id: string) {
  const dispatch = useAppDispatch();
  const answer = useRecordQuery({ path: noun.path, id, include: include(noun) });
  const [here, setHere] = useState<readonly Present[]>([]);
  const [glowing, setGlowing] = useState<ReadonlySet<string>>(new Set());
  const isThere = answer.data !== undefined;
  const version = answer.data?.record.version ?? 0;

  useEffect(() => {
    if (!isThere) return;
    const stop = watch(noun.name, id, (news) => {
      if ('change' in news) {
        if (news.change.version <= version) return;
        setGlowing(new Set(news.change.changed));
        setTimeout(() => setGlowing(new Set()), 1_600);
      }
      // Read anew rather than merged: what is sensitive does not come over the wire.
      dispatch(api.util.invalidateTags([{ type: 'Record', id }, { type: 'Timeline', id }]));
    });
    const attending = attend(noun.name, id, setHere);
    return () => {
      attending.leave();
      stop();
    };
  }, [dispatch, noun.name, id, isThere, version]);

  return { ...answer, here, glowing };
}
