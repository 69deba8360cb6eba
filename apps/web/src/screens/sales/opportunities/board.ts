import { api } from '../../../api/api.js';
import type { Row } from '../../../api/records.js';

export interface Sum { currency: string; amount: number; weighted: number }
export interface Column { stage: { id: string; name: string; kind: string; probability: number }; count: number; sums: readonly Sum[]; base: { currency: string; amount: number; weighted: number } | null }

const boardApi = api.injectEndpoints({
  endpoints: (build) => ({
    moveDeal: build.mutation<Row, { id: string; body: object }>({
      query: ({ id, body }) => ({ url: `/api/v1/sales/opportunities/${id}/move`, method: 'POST', body }),
      invalidatesTags: (_result, error, { id }) => (error ? [] : [{ type: 'Records', id: '/api/v1/sales/opportunities' }, { type: 'Record', id }, 'Board']),
    }),
  }),
});

export const { useMoveDealMutation } = boardApi;
