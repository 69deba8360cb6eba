import { useEffect, useMemo } from 'react';
import { watch } from '../../api/live.js';
import type { Noun } from '../../api/meta.js';
import { include, recordsApi, useListInfiniteQuery, type ListQuestion, type Row } from '../../api/records.js';
import { api } from '../../api/api.js';
import { useAppDispatch } from '../../store.js';
import { conditionOf, type View } from './view.js';

/** The rows of a view, page by page; what others change shows without asking again. */
export function useRows(noun: Noun, view: View) {
  const dispatch = useAppDispatch();
  const question = useMemo((): ListQuestion => ({
    path: noun.path,
    where: conditionOf(view.where),
    sort: view.sort,
    q: view.q.trim() || undefined,
    include: include(noun),
    deleted: view.deleted ? 'only' : undefined,
  }), [noun, view]);
  const answer = useListInfiniteQuery(question);
  const { data } = answer;
  const rows = useMemo(() => data?.pages.flatMap((page) => page.data) ?? [], [data]);
  const count = data?.pages[0]?.page.count;

  useEffect(() => {
    let later: ReturnType<typeof setTimeout> | undefined;
    // New and deleted records change the order and the count: asked for again, but not for each of a hundred.
    const askAgain = () => {
      clearTimeout(later);
      later = setTimeout(() => dispatch(api.util.invalidateTags([{ type: 'Records', id: noun.path }])), 600);
    };
    const stop = watch(noun.name, undefined, (news) => {
      if (!('change' in news)) return askAgain();
      const { type, id, version, record } = news.change;
      if (!record || !type.endsWith('.updated')) return askAgain();
      dispatch(recordsApi.util.updateQueryData('list', question, (draft) => {
        for (const page of draft.pages) {
          const row = page.data.find((each) => each.id === id);
          if (row && row.version < version) Object.assign(row, record);
        }
      }));
    });
    return () => {
      clearTimeout(later);
      stop();
    };
  }, [dispatch, noun, question]);

  return { ...answer, rows: rows as readonly Row[], count, question };
}
