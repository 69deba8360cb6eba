import { api } from './api.js';

export interface Notice {
  id: string;
  type: string;
  text: string;
  record: { noun: string; id: string; title: string | null; path: string } | null;
  actor: { id: string; name: string | null } | null;
  createdAt: string;
  readAt: string | null;
}

const notificationsApi = api.injectEndpoints({
  endpoints: (build) => ({
    unread: build.query<{ unread: number }, void>({ query: () => '/api/v1/notifications/count', providesTags: ['Notifications'] }),
    notifications: build.query<{ data: Notice[]; page: { next: string | null } }, void>({ query: () => '/api/v1/notifications', providesTags: ['Notifications'] }),
    markRead: build.mutation<{ unread: number }, { read: boolean; ids?: readonly string[] }>({
      query: (body) => ({ url: '/api/v1/notifications/mark', method: 'POST', body }),
      invalidatesTags: ['Notifications'],
    }),
  }),
});

export const { useUnreadQuery, useNotificationsQuery, useMarkReadMutation } = notificationsApi;
