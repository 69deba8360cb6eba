import { api } from '../../../api/api.js';
import type { Graph } from './graph.js';

export interface StepKind { do: string; say: string; outcomes: readonly string[] }
export interface Recipe { key: string; name: string; description: string; needs: readonly string[]; graph: Graph }
export interface RunStep { no: number; step: string; kind: string; outcome: string; note: Record<string, unknown>; error: string | null; at?: string }
export interface Run { id: string; state: 'running' | 'waiting' | 'done' | 'failed' | 'stopped'; reason: string | null; noun: string | null; recordId: string | null; cause: string; waitsUntil: string | null; startedAt: string; endedAt: string | null; steps?: readonly RunStep[] }
export interface Rehearsal { trigger: { fires: boolean; asked: readonly { check: string; holds: boolean; say: string }[] } | null; steps: readonly RunStep[] }

const AUTOMATION = '/api/v1/automation';

const automationApi = api.injectEndpoints({
  endpoints: (build) => ({
    stepKinds: build.query<{ data: readonly StepKind[]; triggers: readonly string[] }, void>({ query: () => `${AUTOMATION}/step-types` }),
    recipes: build.query<{ data: readonly Recipe[] }, void>({ query: () => `${AUTOMATION}/recipes` }),
    takeRecipe: build.mutation<{ id: string }, string>({ query: (key) => ({ url: `${AUTOMATION}/recipes/${key}/workflows`, method: 'POST', body: {} }), invalidatesTags: [{ type: 'Records', id: `${AUTOMATION}/workflows` }] }),
    runs: build.query<{ data: readonly Run[] }, string>({ query: (id) => `${AUTOMATION}/history/${id}/runs?limit=50`, providesTags: (_result, _error, id) => [{ type: 'Timeline', id }] }),
    run: build.query<Run, string>({ query: (id) => `${AUTOMATION}/runs/${id}`, providesTags: (_result, _error, id) => [{ type: 'Timeline', id }] }),
    stopRun: build.mutation<Run, { id: string; workflowId: string }>({ query: ({ id }) => ({ url: `${AUTOMATION}/runs/${id}/stop`, method: 'POST', body: {} }), invalidatesTags: (_result, _error, { id, workflowId }) => [{ type: 'Timeline', id }, { type: 'Timeline', id: workflowId }] }),
    replayRun: build.mutation<Run, { id: string; workflowId: string; from?: number }>({ query: ({ id, from }) => ({ url: `${AUTOMATION}/runs/${id}/replay`, method: 'POST', body: from ? { from } : {} }), invalidatesTags: (_result, _error, { id, workflowId }) => [{ type: 'Timeline', id }, { type: 'Timeline', id: workflowId }] }),
    rehearse: build.mutation<Rehearsal, { id: string; recordId: string }>({ query: ({ id, recordId }) => ({ url: `${AUTOMATION}/rehearsals/${id}`, method: 'POST', body: { recordId } }) }),
  }),
});

export const { useStepKindsQuery, useRecipesQuery, useTakeRecipeMutation, useRunsQuery, useRunQuery, useStopRunMutation, useReplayRunMutation, useRehearseMutation } = automationApi;
