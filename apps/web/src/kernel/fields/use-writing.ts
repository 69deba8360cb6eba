import { useMemo } from 'react';
import { useMeQuery } from '../../api/session.js';
import { useLanguage } from '../../i18n/use-language.js';
import type { Writing } from './format.js';

/** How this person writes dates and numbers, and in which zone their day is. */
export function useWriting(): Writing {
  const { locale } = useLanguage();
  const { data } = useMeQuery();
  const timeZone = data?.timeZone ?? undefined;
  return useMemo(() => ({ locale, timeZone }), [locale, timeZone]);
}
