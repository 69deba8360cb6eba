import { configureStore } from '@reduxjs/toolkit';
import { useDispatch } from 'react-redux';
import { api } from './api/api.js';
import { toasts } from './shell/toasts.js';

export const store = configureStore({
  reducer: { [api.reducerPath]: api.reducer, toasts: toasts.reducer },
  middleware: (given) => given({ serializableCheck: false, immutableCheck: false }).concat(api.middleware),
});

export type State = ReturnType<typeof store.getState>;
export const useAppDispatch = useDispatch.withTypes<typeof store.dispatch>();
