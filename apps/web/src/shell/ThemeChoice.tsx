import { useColorScheme } from '@mui/material/styles';
import { Monitor, Moon, Sun } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Choice } from './Choice.js';

export function ThemeChoice() {
  const { t } = useTranslation();
  const { mode = 'system', colorScheme, setMode } = useColorScheme();
  return (
    <Choice
      say={t('shell.theme.name')}
      icon={colorScheme === 'dark' ? Moon : Sun}
      value={mode}
      options={[
        { value: 'system', label: t('shell.theme.system'), icon: Monitor },
        { value: 'light', label: t('shell.theme.light'), icon: Sun },
        { value: 'dark', label: t('shell.theme.dark'), icon: Moon },
      ]}
      onChoose={setMode}
    />
  );
}
