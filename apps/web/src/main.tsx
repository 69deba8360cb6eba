import 'virtual:ground.css';
import '@fontsource-variable/inter/wght.css';
import '@fontsource-variable/noto-sans-arabic/wght.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { Provider } from 'react-redux';
import { RouterProvider } from 'react-router';
import { startLanguages } from './i18n/i18n.js';
import { router } from './router.js';
import { store } from './store.js';
import { Appearance } from './theme/Appearance.js';

await startLanguages();

createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <Appearance>
      <Provider store={store}>
        <RouterProvider router={router} />
      </Provider>
    </Appearance>
  </StrictMode>,
);
