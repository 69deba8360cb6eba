import { useTranslation } from 'react-i18next';
import { isLanguage, languages, type Language, type Tongue } from './languages.js';

export function useLanguage(): Tongue & { code: Language } {
  const { i18n } = useTranslation();
  const code = isLanguage(i18n.language) ? i18n.language : 'en';
  return { code, ...languages[code] };
}
