import type { ParseKeys } from 'i18next';
import { Bell, Fingerprint, KeyRound, MonitorSmartphone, ScrollText, Shield, UserRound, Users, UsersRound, Webhook, AppWindow, type LucideIcon, LogIn } from 'lucide-react';

export interface SettingsPage {
  path: string;
  icon: LucideIcon;
  label: ParseKeys;
  group: 'own' | 'organization';
  /** Shown to whoever may read this noun. */
  needs?: string;
}

export const settingsPages: readonly SettingsPage[] = [
  { path: 'profile', icon: UserRound, label: 'settings.profile', group: 'own' },
  { path: 'security', icon: Fingerprint, label: 'settings.security', group: 'own' },
  { path: 'sessions', icon: MonitorSmartphone, label: 'settings.sessions', group: 'own' },
  { path: 'notifications', icon: Bell, label: 'settings.notifications', group: 'own' },
  { path: 'members', icon: Users, label: 'settings.members', group: 'organization', needs: 'member' },
  { path: 'teams', icon: UsersRound, label: 'settings.teams', group: 'organization', needs: 'team' },
  { path: 'roles', icon: Shield, label: 'settings.roles', group: 'organization', needs: 'role' },
  { path: 'keys', icon: KeyRound, label: 'settings.keys', group: 'organization', needs: 'apiKey' },
  { path: 'applications', icon: AppWindow, label: 'settings.applications', group: 'organization', needs: 'oauthClient' },
  { path: 'sign-in', icon: LogIn, label: 'settings.signIn', group: 'organization', needs: 'identityProvider' },
  { path: 'webhooks', icon: Webhook, label: 'settings.webhooks', group: 'organization', needs: 'webhookSubscription' },
  { path: 'audit', icon: ScrollText, label: 'settings.audit', group: 'organization', needs: 'role' },
];
