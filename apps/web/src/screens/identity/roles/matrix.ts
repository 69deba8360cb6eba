import { api } from '../../../api/api.js';

export type Reach = 'own' | 'team' | 'tree' | 'all';
export interface Rule { reach: Reach; fields: readonly string[] | null; groups: readonly string[]; masked: readonly string[]; where: unknown }
export interface Cell { name: string; label: string; reaches: readonly Reach[]; allow: readonly Rule[]; deny: readonly Rule[]; reach: Reach | null; limited: boolean }
export interface Line { resource: string; label: string; module: string | null; actions: readonly Cell[] }
export interface Matrix { role: { id: string; name: string; version: number }; resources: readonly Line[] }

export interface Effect {
  allowed: boolean;
  refusal: string | null;
  members: number;
  shown: readonly { member: { id: string; name: string }; rights: readonly { resource: string; action: string; before: string | null; after: string | null; effect: 'gains' | 'loses' | 'changes' }[]; records: readonly { resource: string; before: number; after: number }[] }[];
}

const written = ({ resources }: Matrix) => resources.map(({ resource, actions }) => ({ resource, actions: actions.filter(({ allow, deny }) => allow.length || deny.length).map(({ name, allow, deny }) => ({ name, allow, deny })) })).filter(({ actions }) => actions.length);

/** As the list of rights that a preview wants. */
function rightsOf(matrix: Matrix): object[] {
  return written(matrix).flatMap(({ resource, actions }) => actions.flatMap(({ name: action, allow, deny }) => [...allow.map((rule) => ({ resource, action, deny: false, ...rule })), ...deny.map((rule) => ({ resource, action, deny: true, ...rule }))]));
}

const matrixApi = api.injectEndpoints({
  endpoints: (build) => ({
    matrix: build.query<Matrix, string>({ query: (id) => `/api/v1/access/roles/${id}/matrix`, providesTags: (_result, _error, id) => [{ type: 'Record', id }] }),
    previewMatrix: build.mutation<Effect, Matrix>({ query: (matrix) => ({ url: '/api/v1/access/preview', method: 'POST', body: { role: matrix.role.id, rights: rightsOf(matrix) } }) }),
    writeMatrix: build.mutation<Matrix, Matrix>({
      query: (matrix) => ({ url: `/api/v1/access/roles/${matrix.role.id}/matrix`, method: 'PUT', body: { resources: written(matrix) }, ifMatch: `"${matrix.role.version}"` }),
      invalidatesTags: (_result, error, { role }) => (error ? [] : [{ type: 'Record', id: role.id }, 'Meta']),
    }),
  }),
});

export const { useMatrixQuery, usePreviewMatrixMutation, useWriteMatrixMutation } = matrixApi;
