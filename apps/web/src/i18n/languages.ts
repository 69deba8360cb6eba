export type Language = 'en' | 'de' | 'ar';
export interface Tongue { name: string; direction: 'ltr' | 'rtl' }

/** Each language is named in itself, so that who cannot read the present one finds the way out. */
export const languages: Record<Language, Tongue> = {
  en: { name: 'English', direction: 'ltr' },
  de: { name: 'Deutsch', direction: 'ltr' },
  ar: { name: 'العربية', direction: 'rtl' },
};

export const languageStorageKey = 'tessera-language';

export function isLanguage(code: unknown): code is Language {
  return typeof code === 'string' && Object.hasOwn(languages, code);
}

/** The remembered choice first, then the first language of the browser that we speak. */
export function chooseLanguage(remembered: string | null, spoken: readonly string[]): Language {
  const wished = [remembered, ...spoken.map((tag) => tag.split('-')[0]?.toLowerCase())];
  return wished.find(isLanguage) ?? 'en';
}
