import { api } from '../../../api/api.js';
import type { Condition, Json, Row } from '../../../api/records.js';
import type { Amount } from '../../../kernel/fields/format.js';

export interface Totals {
  count: number;
  /** By currency; null for those who do not see amounts. */
  sums: readonly { amount: Amount; weighted: Amount }[] | null;
  base: { amount: Amount; weighted: Amount } | null;
}

export interface Column extends Totals {
  stage: { id: string; name: string; kind: string };
  cards: Row[];
}

export interface PipelineAsBoard {
  pipeline: { id: string; name: string };
  rates: { missing: readonly string[] };
  total: Totals;
  columns: Column[];
}

export interface BoardQuestion {
  id: string;
  where?: Condition | undefined;
  q?: string | undefined;
  limit: number;
}

export interface DealMove {
  id: string;
  body: { stageId: string; above?: string; [field: string]: Json | undefined };
  /** The board on which it is seen at once. */
  on: BoardQuestion;
}

const DEALS = { type: 'Records', id: '/api/v1/sales/opportunities' } as const;

const boardApi = api.injectEndpoints({
  endpoints: (build) => ({
    board: build.query<PipelineAsBoard, BoardQuestion>({
      query: ({ id, ...body }) => ({ url: `/api/v1/sales/pipelines/${id}/board`, method: 'POST', body }),
      providesTags: [DEALS],
    }),
    moveDeal: build.mutation<Row, DealMove>({
      query: ({ id, body }) => ({ url: `/api/v1/sales/opportunities/${id}/move`, method: 'POST', body }),
      invalidatesTags: (_result, error, { id }) => (error ? [] : [DEALS, { type: 'Record', id }, { type: 'Timeline', id }]),
      async onQueryStarted({ id, body: { stageId, above }, on }, { dispatch, queryFulfilled }) {
        const shown = dispatch(boardApi.util.updateQueryData('board', on, ({ columns }) => put(columns, id, stageId, above)));
        await queryFulfilled.catch(() => shown.undo());
      },
    }),
  }),
});

function put(columns: { stage: { id: string }; cards: Row[] }[], id: string, stageId: string, above: string | undefined): void {
  const from = columns.find(({ cards }) => cards.some((card) => card.id === id));
  const to = columns.find(({ stage }) => stage.id === stageId);
  if (!from || !to) return;
  const [card] = from.cards.splice(from.cards.findIndex((each) => each.id === id), 1);
  const at = to.cards.findIndex((each) => each.id === above);
  to.cards.splice(at < 0 ? 0 : at, 0, card!);
}

export const { useBoardQuery, useMoveDealMutation } = boardApi;
