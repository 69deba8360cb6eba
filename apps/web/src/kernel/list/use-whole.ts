import { useEffect, useMemo } from 'react';
import { useListInfiniteQuery, type ListQuestion, type Row } from '../../api/records.js';

/** All that a question finds, page after page, up to a number at which nobody would see more. */
export function useWhole(question: ListQuestion, most: number): { rows: readonly Row[]; isCut: boolean; isComplete: boolean } {
  const { data, hasNextPage, isFetching, fetchNextPage } = useListInfiniteQuery(question);
  const rows = useMemo(() => data?.pages.flatMap((page) => page.data) ?? [], [data]);
  const goesOn = hasNextPage && !isFetching && rows.length < most;
  useEffect(() => {
    if (goesOn) void fetchNextPage();
  }, [goesOn, fetchNextPage]);
  return { rows, isCut: hasNextPage && rows.length >= most, isComplete: data !== undefined && !hasNextPage };
}
