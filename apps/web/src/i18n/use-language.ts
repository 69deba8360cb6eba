import { useTranslation } from 'react-i18next';
import { isLanguage, languages, type Language, type Tongue } from './languages.js';

/** `locale` is how this person writes dates and numbers: British and American English differ. */
export function useLanguage(): Tongue & { code: Language; locale: string } {
  const { i18n } = useTranslation();
  const code = isLanguage(i18n.language) ? i18n.language : 'en';
  const locale = navigator.languages.find((tag) => tag === code || tag.startsWith(`${code}-`)) ?? code;
  return { code, locale, ...languages[code] };
}
