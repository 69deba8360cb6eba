import { api } from './api.js';
import type { components } from './schema.js';

type Schema = components['schemas'];
export type NewOrganization = Schema['NewOrganizationInput'];

const AUTH = '/api/v1/auth';
const post = (url: string) => (body: object) => ({ url, method: 'POST' as const, body });

/** The ways into an account; each but the first is proved by the token in a link. */
const accountApi = api.injectEndpoints({
  endpoints: (build) => ({
    register: build.mutation<{ message: string }, { email: string; language: string }>({ query: post(`${AUTH}/registration`) }),
    openAccount: build.mutation<{ email: string }, { token: string; name: string; password: string }>({ query: post(`${AUTH}/registration/confirm`) }),
    forgetPassword: build.mutation<{ message: string }, { email: string; language: string }>({ query: post(`${AUTH}/password-reset`) }),
    choosePassword: build.mutation<null, { token: string; password: string }>({ query: post(`${AUTH}/password-reset/confirm`) }),
    lookAtInvitation: build.mutation<{ organization: string; inviter: string | null; email: string; expiresAt: string; hasAccount: boolean }, { token: string }>({ query: post(`${AUTH}/invitation/look`) }),
    acceptInvitation: build.mutation<{ email: string; organization: { slug: string; name: string } }, { token: string; name?: string; password?: string }>({ query: post(`${AUTH}/invitation/accept`) }),
    confirmAddress: build.mutation<{ changed: boolean }, { token: string }>({ query: post(`${AUTH}/address/confirm`) }),
    refuseAddress: build.mutation<null, { token: string }>({ query: post(`${AUTH}/address/refuse`) }),
    createOrganization: build.mutation<{ id: string; slug: string; name: string }, NewOrganization>({ query: post('/api/v1/organizations'), invalidatesTags: ['Me'] }),
  }),
});

export const {
  useRegisterMutation, useOpenAccountMutation, useForgetPasswordMutation, useChoosePasswordMutation, useLookAtInvitationMutation, useAcceptInvitationMutation, useConfirmAddressMutation, useRefuseAddressMutation, useCreateOrganizationMutation,
} = accountApi;
