import { createApi, type BaseQueryFn } from '@reduxjs/toolkit/query/react';
import type { Problem } from './problem.js';
import { send, type Request } from './send.js';

const overHttp: BaseQueryFn<Request | string, unknown, Problem, object, { etag: string | null }> = async (asked, { signal }) => {
  const sent = await send({ ...(typeof asked === 'string' ? { url: asked } : asked), signal });
  return sent.ok ? { data: sent.answer.data, meta: { etag: sent.answer.etag } } : { error: sent.problem };
};

/** The one cache of what the API has said. Features add what they ask for with `injectEndpoints`. */
export const api = createApi({
  baseQuery: overHttp,
  tagTypes: ['Me', 'Meta', 'Record', 'Records', 'Timeline', 'Notifications', 'FirstSteps', 'Sessions', 'Factors', 'Figures'],
  refetchOnReconnect: true,
  keepUnusedDataFor: 120,
  endpoints: () => ({}),
});
