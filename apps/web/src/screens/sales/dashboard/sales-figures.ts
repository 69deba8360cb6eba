import { api } from '../../../api/api.js';
import type { Condition } from '../../../api/records.js';
import type { Amount } from '../../../kernel/fields/format.js';

export interface Figure {
  value: number | null;
  unit: 'count' | 'percent' | 'days';
  amount: Amount | null;
  weighted: Amount | null;
  records: { path: string; where: Condition } | null;
}

export interface Line {
  key: string | null;
  label: string | null;
  figures: Readonly<Record<string, Figure>>;
}

export interface Dashboard {
  from: string;
  to: string;
  currency: string;
  figures: Readonly<Record<string, { now: Figure; before: Figure | null }>>;
  charts: Readonly<Record<string, readonly Line[]>>;
}

export interface Attainment {
  target: { id: string; name: string; startsOn: string; endsOn: string; measure: 'amount' | 'deals'; member: { name: string } | null; team: { name: string } | null };
  actual: { amount: Amount; deals: number };
  goal: { amount: Amount | null; deals: number | null };
  percent: number | null;
  elapsed: number;
}

export interface Outlook {
  memberId: string | null;
  name: string | null;
  reckoned: Readonly<Record<string, Figure>>;
  adjusted: Readonly<Record<string, { amount: Amount; note: string } | undefined>>;
  target: Attainment | null;
}

export interface Forecast {
  from: string;
  to: string;
  currency: string;
  members: readonly Outlook[];
  total: Readonly<Record<string, Figure>>;
}

export interface Submission {
  id: string;
  memberId: string | null;
  member?: { name: string } | null;
  period: string;
  startsOn: string;
  endsOn: string;
  note: string | null;
  createdAt: string;
}

export interface Reopened {
  submission: Submission;
  lines: readonly { id: string; opportunityId: string; name: string; category: string; inBase: Amount | null; expectedClose: string | null; owner?: { name: string } | null }[];
  total: Readonly<Record<string, { count: number; amount: Amount | null }>>;
}

export interface Asked {
  from: string;
  to: string;
  owner?: string | undefined;
  pipelineId?: string | undefined;
}

const DEALS = { type: 'Records', id: '/api/v1/sales/opportunities' } as const;
const ACTIVITIES = { type: 'Records', id: '/api/v1/sales/activities' } as const;
const TARGETS = { type: 'Records', id: '/api/v1/sales/sales-targets' } as const;
const ADJUSTMENTS = { type: 'Records', id: '/api/v1/sales/forecast-adjustments' } as const;

function query(asked: object): string {
  return new URLSearchParams(Object.entries(asked).filter(([, value]) => value)).toString();
}

const figuresApi = api.injectEndpoints({
  endpoints: (build) => ({
    dashboard: build.query<Dashboard, Asked>({ query: (asked) => `/api/v1/sales/dashboard?${query(asked)}`, providesTags: [DEALS, ACTIVITIES] }),
    attainment: build.query<{ data: readonly Attainment[] }, string>({ query: (on) => `/api/v1/sales/attainment?on=${on}`, providesTags: [DEALS, TARGETS] }),
    forecast: build.query<Forecast, { period: string; on: string }>({ query: (asked) => `/api/v1/sales/forecast?${query(asked)}`, providesTags: [DEALS, TARGETS, ADJUSTMENTS] }),
    submissions: build.query<{ data: readonly Submission[] }, string>({ query: (period) => `/api/v1/sales/forecast-submissions?period=${period}`, providesTags: ['Figures'] }),
    submission: build.query<Reopened, string>({ query: (id) => `/api/v1/sales/forecast-submissions/${id}` }),
    submitForecast: build.mutation<Reopened, { period: string; on: string; note?: string }>({ query: (body) => ({ url: '/api/v1/sales/forecast-submissions', method: 'POST', body }), invalidatesTags: (_result, error) => (error ? [] : ['Figures']) }),
  }),
});

export const { useDashboardQuery, useAttainmentQuery, useForecastQuery, useSubmissionsQuery, useSubmissionQuery, useSubmitForecastMutation } = figuresApi;
