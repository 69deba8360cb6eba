import type { Noun } from './meta.js';
import { api } from './api.js';

export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };
export type Row = { readonly id: string; readonly version: number } & { readonly [field: string]: Json };

export type Condition =
  | { field: string; operator: string; value?: Json }
  | { and: readonly Condition[] }
  | { or: readonly Condition[] }
  | { not: Condition };

export interface ListQuestion {
  path: string;
  where?: Condition | undefined;
  sort?: string | undefined;
  q?: string | undefined;
  include?: string | undefined;
  deleted?: 'only' | undefined;
  limit?: number;
}

export interface Page {
  data: Row[];
  page: { next: string | null; count?: number };
}

export interface Opened {
  record: Row;
  etag: string | null;
}

export interface TimelineEntry {
  id: string;
  at: string;
  what: string;
  actor: { kind: string; id: string | null; name: string | null };
  say: string;
  changes: readonly { field: string; label: string; from: string | null; to: string | null }[];
}

export interface Found {
  resource: string;
  id: string;
  title?: string;
  field: string;
  snippet?: string;
}

export interface BulkRequest {
  create?: readonly object[];
  update?: readonly ({ id: string } & { [field: string]: unknown })[];
  delete?: readonly { id: string }[] | readonly string[];
}

/** Of one record: as it is now, or why it was refused. */
export interface BulkResult {
  status: number;
  data?: Row;
  detail?: string;
  errors?: readonly { at: string; say: string }[];
}

const PAGE = 100;
const MOST_INCLUDED = 8;

export function include(noun: Noun): string | undefined {
  const related = noun.fields.filter(({ relation, target }) => relation && target).sort((a, b) => (a.list ?? 99) - (b.list ?? 99));
  return related.length ? related.slice(0, MOST_INCLUDED).map(({ relation }) => relation).join(',') : undefined;
}

export const recordsApi = api.injectEndpoints({
  endpoints: (build) => ({
    list: build.infiniteQuery<Page, ListQuestion, string | null>({
      infiniteQueryOptions: { initialPageParam: null, getNextPageParam: ({ page }) => page.next ?? undefined },
      query: ({ queryArg: { path, limit = PAGE, ...asked }, pageParam }) => ({
        url: `${path}/query`,
        method: 'POST',
        body: { ...asked, limit, ...(pageParam === null ? { count: 'exact' } : { after: pageParam }) },
      }),
      providesTags: (_result, _error, { path }) => [{ type: 'Records', id: path }],
    }),
    few: build.query<Page, ListQuestion & { count?: 'exact' }>({
      query: ({ path, ...body }) => ({ url: `${path}/query`, method: 'POST', body }),
      providesTags: (_result, _error, { path }) => [{ type: 'Records', id: path }],
    }),
    record: build.query<Opened, { path: string; id: string; include?: string | undefined }>({
      query: ({ path, id, include: related }) => `${path}/${id}${related ? `?include=${related}` : ''}`,
      transformResponse: (record: Row, meta) => ({ record, etag: meta?.etag ?? null }),
      providesTags: (_result, _error, { id }) => [{ type: 'Record', id }],
    }),
    timeline: build.infiniteQuery<{ data: TimelineEntry[]; page: { next: string | null } }, { path: string; id: string }, string | null>({
      infiniteQueryOptions: { initialPageParam: null, getNextPageParam: ({ page }) => page.next ?? undefined },
      query: ({ queryArg: { path, id }, pageParam }) => `${path}/${id}/timeline${pageParam ? `?after=${encodeURIComponent(pageParam)}` : ''}`,
      providesTags: (_result, _error, { id }) => [{ type: 'Timeline', id }],
    }),
    create: build.mutation<Row, { path: string; body: object }>({
      query: ({ path, body }) => ({ url: path, method: 'POST', body }),
      invalidatesTags: (_result, error, { path }) => (error ? [] : [{ type: 'Records', id: path }]),
    }),
    update: build.mutation<Row, { path: string; id: string; body: object; etag?: string | null | undefined }>({
      query: ({ path, id, body, etag }) => ({ url: `${path}/${id}`, method: 'PATCH', body, ifMatch: etag ?? undefined }),
      invalidatesTags: (_result, error, { id, path }) => (error ? [] : [{ type: 'Record', id }, { type: 'Records', id: path }, { type: 'Timeline', id }]),
    }),
    remove: build.mutation<null, { path: string; id: string }>({
      query: ({ path, id }) => ({ url: `${path}/${id}`, method: 'DELETE' }),
      invalidatesTags: (_result, error, { path }) => (error ? [] : [{ type: 'Records', id: path }]),
    }),
    restore: build.mutation<Row, { path: string; id: string }>({
      query: ({ path, id }) => ({ url: `${path}/${id}/restore`, method: 'POST', body: {} }),
      invalidatesTags: (_result, _error, { path, id }) => [{ type: 'Records', id: path }, { type: 'Record', id }],
    }),
    act: build.mutation<Json, { path: string; id: string; verb: string; body?: object | undefined }>({
      query: ({ path, id, verb, body }) => ({ url: `${path}/${id}/${verb}`, method: 'POST', ...(body && { body }) }),
      invalidatesTags: (_result, error, { id, path }) => (error ? [] : [{ type: 'Record', id }, { type: 'Records', id: path }, { type: 'Timeline', id }]),
    }),
    bulk: build.mutation<{ results: readonly BulkResult[] }, { path: string } & BulkRequest>({
      query: ({ path, ...body }) => ({ url: `${path}/bulk`, method: 'POST', body }),
      invalidatesTags: (_result, _error, { path }) => [{ type: 'Records', id: path }],
    }),
    search: build.query<{ data: readonly Found[] }, string>({ query: (q) => `/api/v1/search?q=${encodeURIComponent(q)}&limit=12`, keepUnusedDataFor: 20 }),
  }),
});

export const {
  useListInfiniteQuery, useFewQuery, useRecordQuery, useTimelineInfiniteQuery, useCreateMutation, useUpdateMutation, useRemoveMutation, useRestoreMutation, useActMutation, useBulkMutation, useSearchQuery,
} = recordsApi;
