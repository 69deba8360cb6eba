import { api } from '../../../api/api.js';
import type { View } from '../../../kernel/list/view.js';

export interface LeadScore {
  score: number;
  reasons: readonly { ruleId: string; rule: string; points: number; now: number; halfLifeDays: number | null; since: string; happened: boolean }[];
}

export interface Match {
  id: string;
  name: string;
  by: 'email' | 'domain';
}

export interface Matches {
  contacts: readonly Match[];
  companies: readonly Match[];
}

export const LEADS = '/api/v1/sales/leads';

const OPEN = { field: 'phase', operator: 'in', value: ['new', 'working', 'qualified'] } as const;

/** What still has to be worked through, the most promising first. */
export function openLeads(view: View): View {
  return { ...view, sort: view.sort ?? '-score', where: { any: false, filters: [OPEN, ...(view.where.filters.length ? [view.where] : [])] } };
}

const leadsApi = api.injectEndpoints({
  endpoints: (build) => ({
    score: build.query<LeadScore, string>({ query: (id) => `${LEADS}/${id}/score`, providesTags: (_result, _error, id) => [{ type: 'Record', id }] }),
    matches: build.query<Matches, string>({ query: (id) => `${LEADS}/${id}/matches`, providesTags: (_result, _error, id) => [{ type: 'Record', id }] }),
  }),
});

export const { useScoreQuery, useMatchesQuery } = leadsApi;
