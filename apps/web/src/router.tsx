import { createBrowserRouter } from 'react-router';
import { BrokenPage } from './screens/broken/BrokenPage.js';
import { FrontPage } from './screens/front/FrontPage.js';

export const router = createBrowserRouter([
  {
    ErrorBoundary: BrokenPage,
    HydrateFallback: () => null,
    children: [
      { path: '/', Component: FrontPage },
      { path: '*', lazy: async () => ({ Component: (await import('./screens/not-found/NotFoundPage.js')).NotFoundPage }) },
    ],
  },
]);
