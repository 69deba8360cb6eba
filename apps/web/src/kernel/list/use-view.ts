import { useCallback, useMemo } from 'react';
import { useSearchParams } from 'react-router';
import { searchOf, viewOf, type View } from './view.js';

export function useView(): [View, (change: Partial<View>) => void] {
  const [search, setSearch] = useSearchParams();
  const view = useMemo(() => viewOf(search), [search]);
  const change = useCallback((wanted: Partial<View>) => setSearch((now) => searchOf({ ...viewOf(now), ...wanted }, now), { replace: true }), [setSearch]);
  return [view, change];
}
