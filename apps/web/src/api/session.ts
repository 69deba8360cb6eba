import { api } from './api.js';
import type { components } from './schema.js';

type Schema = components['schemas'];
export type Me = Schema['MeAnswer'];
export type SignedIn = Schema['SignInAnswer'];
export type SecondFactorAsked = Schema['SecondFactorAnswer'];
export type Proof = { code?: string; recoveryCode?: string; passkey?: object };

const AUTH = '/api/v1/auth';

export const sessionApi = api.injectEndpoints({
  endpoints: (build) => ({
    me: build.query<Me, void>({ query: () => '/api/v1/me', providesTags: ['Me'] }),
    signIn: build.mutation<SignedIn | SecondFactorAsked, { email: string; password: string; organization?: string }>({
      query: (body) => ({ url: `${AUTH}/sign-in`, method: 'POST', body: { ...body, session: 'cookie' } }),
    }),
    secondFactor: build.mutation<SignedIn, { token: string } & Proof>({
      query: (body) => ({ url: `${AUTH}/sign-in/second-factor`, method: 'POST', body: { ...body, session: 'cookie' } }),
    }),
    passkeyOptions: build.mutation<{ token: string; options: object }, void>({ query: () => ({ url: `${AUTH}/passkey/options`, method: 'POST', body: {} }) }),
    passkeySignIn: build.mutation<SignedIn, { token: string; response: object }>({
      query: (body) => ({ url: `${AUTH}/passkey/sign-in`, method: 'POST', body: { ...body, session: 'cookie' } }),
    }),
    signOut: build.mutation<null, void>({ query: () => ({ url: `${AUTH}/sign-out`, method: 'POST', body: {} }) }),
    prefer: build.mutation<Me, { language?: string; timeZone?: string }>({
      query: (body) => ({ url: '/api/v1/me', method: 'PATCH', body }),
      // What the API says in words, it says in the language of whoever asks.
      invalidatesTags: (_result, error) => (error ? [] : ['Me', 'Meta', 'Timeline', 'Notifications', 'Figures', 'FirstSteps']),
    }),
    enter: build.mutation<SignedIn, string>({ query: (organization) => ({ url: `${AUTH}/switch`, method: 'POST', body: { organization } }) }),
  }),
});

export const { useMeQuery, useSignInMutation, useSecondFactorMutation, usePasskeyOptionsMutation, usePasskeySignInMutation, useSignOutMutation, useEnterMutation, usePreferMutation } = sessionApi;
