import type { ParseKeys, TFunction } from 'i18next';
import { Bell, Fingerprint, MonitorSmartphone, ScrollText, UserRound, type LucideIcon } from 'lucide-react';
import type { Meta, Noun } from '../api/meta.js';
import { pathOf } from '../kernel/nouns.js';
import { screens } from '../screens/screens.js';
import { iconNamed } from './nav-icons.js';

export interface Section {
  key: string;
  label: string;
  entries: readonly { to: string; icon: LucideIcon; label: string }[];
}

const OWN_SETTINGS: readonly { path: string; icon: LucideIcon; label: ParseKeys }[] = [
  { path: 'profile', icon: UserRound, label: 'settings.profile' },
  { path: 'security', icon: Fingerprint, label: 'settings.security' },
  { path: 'sessions', icon: MonitorSmartphone, label: 'settings.sessions' },
  { path: 'notifications', icon: Bell, label: 'settings.notifications' },
];

/** The nouns that an organisation begins with, in the order of its needs. */
const OF_ORGANIZATION: readonly string[] = ['member', 'team', 'absence', 'role', 'factorPolicy', 'identityProvider', 'signInDomain', 'customField', 'apiKey', 'oauthClient', 'webhookSubscription', 'webhookEndpoint'];

/** Modules as sections: whatever nouns this person works with, and before them the screens that were drawn for the module. */
export function sectionsOf(meta: Meta, byName: ReadonlyMap<string, Noun>, t: TFunction): Section[] {
  return meta.menu
    .map(({ module, label, resources }) => ({
      key: module,
      label,
      entries: [
        ...screens.filter((screen) => screen.module === module && screen.needs.every((noun) => byName.has(noun))).map(({ path, icon, label: key }) => ({ to: path, icon, label: t(key) })),
        ...readable(resources, byName).filter(({ place }) => !place).map(entryOf),
      ],
    }))
    .filter(({ entries }) => entries.length > 0)
    .sort((a, b) => rank(a.key) - rank(b.key));
}

/** The pages of the settings, then by module what is set up once in a while. */
export function settingsOf(meta: Meta, byName: ReadonlyMap<string, Noun>, t: TFunction): Section[] {
  const own = OWN_SETTINGS.map(({ path, icon, label }) => ({ to: `/settings/${path}`, icon, label: t(label) }));
  const setUp = meta.menu.map(({ module, label, resources }) => ({ key: module, label, entries: readable(resources, byName).filter(({ place, name }) => place === 'settings' && !OF_ORGANIZATION.includes(name)).map(entryOf) }));
  const organization = readable(OF_ORGANIZATION.filter((name) => byName.has(name)), byName).map(entryOf);
  const audit = byName.get('role')?.may.includes('read') ? [{ to: '/settings/audit', icon: ScrollText, label: t('settings.audit') }] : [];
  return [{ key: 'own', label: t('settings.group.own'), entries: own }, { key: 'organization', label: t('settings.group.organization'), entries: [...organization, ...audit] }, ...setUp].filter(({ entries }) => entries.length > 0);
}

/** The entry for where somebody is: the one that says most about it. */
export function entryAt(sections: readonly Section[], { pathname, search }: { pathname: string; search: string }): string | undefined {
  const fits = (to: string) => {
    const [path, query] = to.split('?') as [string, string | undefined];
    return (pathname === path || pathname.startsWith(`${path}/`)) && (!query || search.slice(1).split('&').includes(query));
  };
  return sections.flatMap(({ entries }) => entries.map(({ to }) => to)).filter(fits).sort((a, b) => b.length - a.length)[0];
}

function entryOf(noun: Noun): Section['entries'][number] {
  return { to: pathOf(noun), icon: iconNamed(noun.icon), label: noun.labelOfMany };
}

function readable(names: readonly string[], byName: ReadonlyMap<string, Noun>): Noun[] {
  return names.map((name) => byName.get(name)!).filter(({ may, fields }) => may.includes('read') && !fields.some(({ partOf }) => partOf));
}

const ORDER = ['sales', 'marketing', 'support', 'projects', 'workspace', 'automation'];

function rank(module: string): number {
  const place = ORDER.indexOf(module);
  return place < 0 ? ORDER.length : place;
}
