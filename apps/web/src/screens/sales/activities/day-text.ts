import { useCallback } from 'react';
import { useWriting } from '../../../kernel/fields/use-writing.js';

const FORMS = {
  full: { dateStyle: 'full' },
  short: { weekday: 'short', day: 'numeric' },
  weekday: { weekday: 'short' },
  month: { month: 'long', year: 'numeric' },
  long: { weekday: 'long', day: 'numeric', month: 'long' },
} satisfies Record<string, Intl.DateTimeFormatOptions>;

export function useDayText(): (day: string, form: keyof typeof FORMS) => string {
  const { locale } = useWriting();
  return useCallback((day, form) => new Intl.DateTimeFormat(locale, { ...FORMS[form], timeZone: 'UTC' }).format(new Date(`${day}T12:00:00Z`)), [locale]);
}
