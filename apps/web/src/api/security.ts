import { api } from './api.js';

export interface Factor { id: string; kind: string; name: string; createdAt: string; lastUsedAt: string | null }
export interface SignedInAt { id: string; current: boolean; methods: readonly string[]; device: string | null; place: string; openedAt: string; seenAt: string }
export interface AccountEvent { id: string; happenedAt: string; what: string; place: string | null; device: string | null }
export interface Wishes { quiet: { from: string; until: string } | null; digestAt: string | null; types: readonly { type: string; label: string; channels: readonly string[] }[] }

const AUTH = '/api/v1/auth';

const securityApi = api.injectEndpoints({
  endpoints: (build) => ({
    factors: build.query<{ factors: readonly Factor[]; recoveryCodesLeft: number; demandedFrom: string | null }, void>({ query: () => `${AUTH}/factors`, providesTags: ['Factors'] }),
    beginTotp: build.mutation<{ id: string; secret: string; uri: string }, string>({ query: (name) => ({ url: `${AUTH}/factors/totp`, method: 'POST', body: { name } }) }),
    finishTotp: build.mutation<{ recoveryCodes: readonly string[] | null }, { id: string; code: string }>({ query: (body) => ({ url: `${AUTH}/factors/totp/confirm`, method: 'POST', body }), invalidatesTags: ['Factors'] }),
    beginPasskey: build.mutation<{ token: string; options: object }, void>({ query: () => ({ url: `${AUTH}/factors/passkey/options`, method: 'POST', body: {} }) }),
    finishPasskey: build.mutation<{ recoveryCodes: readonly string[] | null }, { token: string; response: object; name: string }>({ query: (body) => ({ url: `${AUTH}/factors/passkey`, method: 'POST', body }), invalidatesTags: ['Factors'] }),
    newRecoveryCodes: build.mutation<{ recoveryCodes: readonly string[] | null }, void>({ query: () => ({ url: `${AUTH}/factors/recovery-codes`, method: 'POST', body: {} }), invalidatesTags: ['Factors'] }),
    removeFactor: build.mutation<null, string>({ query: (id) => ({ url: `${AUTH}/factors/${id}`, method: 'DELETE' }), invalidatesTags: ['Factors'] }),
    changePassword: build.mutation<null, { present: string; password: string }>({ query: (body) => ({ url: `${AUTH}/password`, method: 'POST', body }), invalidatesTags: ['Sessions'] }),
    changeAddress: build.mutation<{ message: string }, { email: string; language: string }>({ query: (body) => ({ url: '/api/v1/me/email', method: 'POST', body }) }),
    sessions: build.query<{ data: readonly SignedInAt[] }, void>({ query: () => `${AUTH}/sessions`, providesTags: ['Sessions'] }),
    endSession: build.mutation<null, string>({ query: (id) => ({ url: `${AUTH}/sessions/${id}`, method: 'DELETE' }), invalidatesTags: ['Sessions'] }),
    endOthers: build.mutation<null, void>({ query: () => ({ url: `${AUTH}/sessions`, method: 'DELETE' }), invalidatesTags: ['Sessions'] }),
    accountEvents: build.query<{ data: readonly AccountEvent[] }, void>({ query: () => `${AUTH}/events`, providesTags: ['Sessions'] }),
    wishes: build.query<Wishes, void>({ query: () => '/api/v1/notification-settings', providesTags: ['Notifications'] }),
    wish: build.mutation<Wishes, { quiet?: Wishes['quiet']; digestAt?: string | null; channels?: Record<string, readonly string[]> }>({ query: (body) => ({ url: '/api/v1/notification-settings', method: 'PATCH', body }), invalidatesTags: ['Notifications'] }),
  }),
});

export const {
  useFactorsQuery, useBeginTotpMutation, useFinishTotpMutation, useBeginPasskeyMutation, useFinishPasskeyMutation, useNewRecoveryCodesMutation, useRemoveFactorMutation, useChangePasswordMutation, useChangeAddressMutation, useSessionsQuery, useEndSessionMutation, useEndOthersMutation, useAccountEventsQuery, useWishesQuery, useWishMutation,
} = securityApi;
