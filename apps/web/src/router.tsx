import { createBrowserRouter } from 'react-router';
import { BrokenPage } from './screens/broken/BrokenPage.js';
import { SignInPage } from './screens/sign-in/SignInPage.js';
import { Inside } from './shell/Inside.js';

export const router = createBrowserRouter([
  {
    ErrorBoundary: BrokenPage,
    HydrateFallback: () => null,
    children: [
      { path: '/sign-in', Component: SignInPage },
      { path: '/status', lazy: async () => ({ Component: (await import('./screens/front/FrontPage.js')).FrontPage }) },
      {
        path: '/',
        Component: Inside,
        children: [
          { index: true, lazy: async () => ({ Component: (await import('./screens/home/HomePage.js')).HomePage }) },
          { path: ':module/:plural', lazy: async () => ({ Component: (await import('./kernel/NounScreens.js')).NounList }) },
          { path: ':module/:plural/:id', lazy: async () => ({ Component: (await import('./kernel/NounScreens.js')).NounRecord }) },
          { path: '*', lazy: async () => ({ Component: (await import('./screens/not-found/NotFoundInside.js')).NotFoundInside }) },
        ],
      },
    ],
  },
]);
