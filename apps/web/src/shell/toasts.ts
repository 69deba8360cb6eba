import { createSlice, nanoid, type PayloadAction } from '@reduxjs/toolkit';

export interface Toast {
  id: string;
  tone: 'good' | 'bad' | 'plain';
  say: string;
  /** Known to `undo.ts`; functions do not belong in the store. */
  undo?: string;
  /** The noun of which one is missing before it can be done. */
  setUp?: string;
}

/** Short news at the edge of the screen, the oldest first. */
export const toasts = createSlice({
  name: 'toasts',
  initialState: [] as Toast[],
  reducers: {
    say: {
      prepare: (toast: Omit<Toast, 'id'>) => ({ payload: { id: nanoid(), ...toast } }),
      reducer: (state, { payload }: PayloadAction<Toast>) => [...state, payload].slice(-3),
    },
    dismiss: (state, { payload }: PayloadAction<string>) => state.filter(({ id }) => id !== payload),
  },
});
