import type { Condition, Json } from '../../api/records.js';

export type Filter = { field: string; operator: string; value?: string | readonly string[] };
/** One level of groups stands in the bar; deeper ones come from an address and are kept as they are. */
export interface Group {
  any: boolean;
  filters: readonly (Filter | Group)[];
}

/** What a list shows: all of it stands in the address, so that whoever gets the address sees the same. */
export interface View {
  layout: 'table' | 'board' | 'calendar' | 'inbox';
  where: Group;
  sort: string | undefined;
  q: string;
  columns: readonly string[] | undefined;
  by: string | undefined;
  deleted: boolean;
}

const NONE: Group = { any: false, filters: [] };

export function viewOf(search: URLSearchParams): View {
  const layout = search.get('as');
  return {
    layout: layout === 'board' || layout === 'calendar' || layout === 'inbox' ? layout : 'table',
    where: groupOf(search.get('where')),
    sort: search.get('sort') ?? undefined,
    q: search.get('q') ?? '',
    columns: search.get('columns')?.split(',').filter(Boolean),
    by: search.get('by') ?? undefined,
    deleted: search.has('deleted'),
  };
}

export function searchOf(view: View, search: URLSearchParams): URLSearchParams {
  const next = new URLSearchParams(search);
  const put = (name: string, value: string | undefined) => (value ? next.set(name, value) : next.delete(name));
  put('as', view.layout === 'table' ? undefined : view.layout);
  put('where', view.where.filters.length ? JSON.stringify(view.where) : undefined);
  put('sort', view.sort);
  put('q', view.q);
  put('columns', view.columns?.join(','));
  put('by', view.by);
  put('deleted', view.deleted ? 'yes' : undefined);
  return next;
}

function groupOf(text: string | null): Group {
  if (!text) return NONE;
  try {
    const group = JSON.parse(text) as Group;
    return Array.isArray(group.filters) ? group : NONE;
  } catch {
    return NONE;
  }
}

/** As the API wants it; filters whose value is still being typed are left out. */
export function conditionOf({ any, filters }: Group): Condition | undefined {
  const parts = filters.flatMap((each): Condition[] => {
    if ('filters' in each) {
      const inner = conditionOf(each);
      return inner ? [inner] : [];
    }
    const { field, operator, value } = each;
    if (value === '' || (Array.isArray(value) && value.length === 0)) return [];
    return [{ field, operator, ...(value !== undefined && { value }) }];
  });
  if (parts.length === 0) return undefined;
  return parts.length === 1 ? parts[0] : any ? { or: parts } : { and: parts };
}

/** The way back: a condition as chips. What chips cannot say comes back as null. */
export function groupFrom(condition: Condition | undefined): Group | null {
  if (!condition) return NONE;
  if ('and' in condition || 'or' in condition) {
    const any = 'or' in condition;
    const filters = (any ? condition.or : condition.and).map((part) => ('field' in part ? filterFrom(part) : groupFrom(part)));
    return filters.includes(null) ? null : { any, filters: filters as (Filter | Group)[] };
  }
  return 'field' in condition ? { any: false, filters: [filterFrom(condition)] } : null;
}

function filterFrom({ field, operator, value }: { field: string; operator: string; value?: Json }): Filter {
  return { field, operator, ...(value !== undefined && { value: Array.isArray(value) ? value.map(String) : String(value) }) };
}
