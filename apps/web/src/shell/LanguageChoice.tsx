import { Languages } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { speak } from '../i18n/i18n.js';
import { languages, type Language } from '../i18n/languages.js';
import { useLanguage } from '../i18n/use-language.js';
import { Choice } from './Choice.js';

const options = Object.entries(languages).map(([code, { name }]) => ({ value: code as Language, label: name, lang: code }));

export function LanguageChoice() {
  const { t } = useTranslation();
  const { code, name } = useLanguage();
  return <Choice say={t('shell.language')} icon={Languages} label={name} value={code} options={options} onChoose={(language) => void speak(language)} />;
}
