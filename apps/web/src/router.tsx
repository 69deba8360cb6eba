import { createBrowserRouter, Navigate } from 'react-router';
import { BrokenPage } from './screens/broken/BrokenPage.js';

type Outside = keyof typeof import('./screens/outside/pages.js');

function outside(pages: readonly (readonly [string, Outside])[]) {
  return pages.map(([path, name]) => ({ path, lazy: async () => ({ Component: (await import('./screens/outside/pages.js'))[name] }) }));
}

export const router = createBrowserRouter([
  {
    ErrorBoundary: BrokenPage,
    HydrateFallback: () => null,
    children: [
      { path: '/sign-in', lazy: async () => ({ Component: (await import('./screens/outside/SignInPage.js')).SignInPage }) },
      ...outside([['/register', 'RegisterPage'], ['/forgot-password', 'ForgotPasswordPage'], ['/welcome', 'WelcomePage'], ['/reset-password', 'ResetPasswordPage'], ['/invitation', 'InvitationPage'], ['/confirm-address', 'ConfirmAddressPage'], ['/refuse-address', 'RefuseAddressPage']]),
      { path: '/organizations', lazy: async () => ({ Component: (await import('./screens/organizations/OrganizationsPage.js')).OrganizationsPage }) },
      { path: '/organizations/new', lazy: async () => ({ Component: (await import('./screens/organizations/NewOrganizationPage.js')).NewOrganizationPage }) },
      { path: '/quote', lazy: async () => ({ Component: (await import('./screens/quote/QuotePage.js')).QuotePage }) },
      { path: '/status', lazy: async () => ({ Component: (await import('./screens/front/FrontPage.js')).FrontPage }) },
      {
        path: '/',
        lazy: async () => ({ Component: (await import('./shell/Inside.js')).Inside }),
        children: [
          { index: true, lazy: async () => ({ Component: (await import('./screens/home/HomePage.js')).HomePage }) },
          {
            path: 'settings',
            lazy: async () => ({ Component: (await import('./screens/settings/SettingsLayout.js')).SettingsLayout }),
            children: [
              { index: true, element: <Navigate to="profile" replace /> },
              { path: 'profile', lazy: async () => ({ Component: (await import('./screens/settings/ProfilePage.js')).ProfilePage }) },
              { path: 'security', lazy: async () => ({ Component: (await import('./screens/settings/SecurityPage.js')).SecurityPage }) },
              { path: 'sessions', lazy: async () => ({ Component: (await import('./screens/settings/SessionsPage.js')).SessionsPage }) },
              { path: 'notifications', lazy: async () => ({ Component: (await import('./screens/settings/NotificationsPage.js')).NotificationsPage }) },
              { path: 'audit', lazy: async () => ({ Component: (await import('./screens/settings/AuditPage.js')).AuditPage }) },
              { path: ':module/:plural', lazy: async () => ({ Component: (await import('./kernel/NounScreens.js')).NounList }) },
              { path: ':module/:plural/:id', lazy: async () => ({ Component: (await import('./kernel/NounScreens.js')).NounRecord }) },
            ],
          },
          { path: 'sales/dashboard', lazy: async () => ({ Component: (await import('./screens/sales/dashboard/DashboardPage.js')).DashboardPage }) },
          { path: 'sales/forecast', lazy: async () => ({ Component: (await import('./screens/sales/forecast/ForecastPage.js')).ForecastPage }) },
          { path: 'notifications', element: <Navigate to="/" replace /> },
          { path: ':module/:plural', lazy: async () => ({ Component: (await import('./kernel/NounScreens.js')).NounList }) },
          { path: ':module/:plural/:id', lazy: async () => ({ Component: (await import('./kernel/NounScreens.js')).NounRecord }) },
        ],
      },
      { path: '*', lazy: async () => ({ Component: (await import('./screens/not-found/NotFoundPage.js')).NotFoundPage }) },
    ],
  },
]);
