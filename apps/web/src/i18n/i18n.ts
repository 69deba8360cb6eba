import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import { chooseLanguage, languages, languageStorageKey, type Language } from './languages.js';
import { recall, remember } from './memory.js';
import en from './locales/en.json';

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'translation';
    resources: { translation: typeof en };
  }
}

const loaders: Record<Exclude<Language, 'en'>, () => Promise<{ default: object }>> = {
  de: () => import('./locales/de.json'),
  ar: () => import('./locales/ar.json'),
};

export async function startLanguages(): Promise<void> {
  await i18next.use(initReactI18next).init({
    lng: 'en',
    fallbackLng: 'en',
    resources: { en: { translation: en } },
    interpolation: { escapeValue: false },
  });
  const wished = chooseLanguage(recall(languageStorageKey), navigator.languages);
  // A language that cannot be loaded must not cost the page: it starts in English.
  await show(wished).catch(() => show('en'));
}

export async function speak(language: Language): Promise<void> {
  await show(language);
  remember(languageStorageKey, language);
}

async function show(language: Language): Promise<void> {
  if (language !== 'en' && !i18next.hasResourceBundle(language, 'translation')) {
    i18next.addResourceBundle(language, 'translation', (await loaders[language]()).default);
  }
  await i18next.changeLanguage(language);
  document.documentElement.lang = language;
  document.documentElement.dir = languages[language].direction;
}
