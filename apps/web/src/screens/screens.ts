import { CalendarDays, ChartColumn, Inbox, SquareKanban, TrendingUp, type LucideIcon } from 'lucide-react';
import type { ParseKeys } from 'i18next';

/** A screen that was drawn for its work, beside those that follow from nouns. */
export interface Screen {
  module: string;
  path: string;
  icon: LucideIcon;
  label: ParseKeys;
  /** Shown to whoever has all of these nouns. */
  needs: readonly string[];
}

export const screens: readonly Screen[] = [
  { module: 'sales', path: '/sales/dashboard', icon: ChartColumn, label: 'dashboard.title', needs: ['opportunity', 'stage'] },
  { module: 'sales', path: '/sales/leads?as=inbox', icon: Inbox, label: 'leads.inbox', needs: ['lead', 'leadStatus'] },
  { module: 'sales', path: '/sales/opportunities?as=board', icon: SquareKanban, label: 'deals.pipeline', needs: ['opportunity', 'stage'] },
  { module: 'sales', path: '/sales/forecast', icon: TrendingUp, label: 'forecast.title', needs: ['opportunity', 'stage'] },
  { module: 'sales', path: '/sales/activities?as=calendar', icon: CalendarDays, label: 'agenda.title', needs: ['activity'] },
];
