import type { ParseKeys } from 'i18next';
import type { LucideIcon } from 'lucide-react';

export interface SettingsPage {
  path: string;
  icon: LucideIcon;
  label: ParseKeys;
  group: 'own' | 'organization';
}

export const settingsPages: readonly SettingsPage[] = [];
