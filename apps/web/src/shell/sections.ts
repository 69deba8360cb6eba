import type { TFunction } from 'i18next';
import type { LucideIcon } from 'lucide-react';
import type { Meta, Noun } from '../api/meta.js';
import { pathOf } from '../kernel/nouns.js';
import { screens } from '../screens/screens.js';
import { iconNamed } from './nav-icons.js';

export interface Section {
  key: string;
  label: string;
  entries: readonly { to: string; icon: LucideIcon; label: string }[];
}

/** What stands under settings and not in the way of daily work. */
const BEHIND_SETTINGS = new Set(['identity', 'integration']);

/** Modules as sections: whatever nouns this person works with, and before them the screens that were drawn for the module. */
export function sectionsOf(meta: Meta, byName: ReadonlyMap<string, Noun>, t: TFunction): Section[] {
  return meta.menu
    .filter(({ module }) => !BEHIND_SETTINGS.has(module))
    .map(({ module, label, resources }) => ({
      key: module,
      label,
      entries: [
        ...screens.filter((screen) => screen.module === module && screen.needs.every((noun) => byName.has(noun))).map(({ path, icon, label: key }) => ({ to: path, icon, label: t(key) })),
        ...readable(resources, byName).filter(({ place }) => !place).map((noun) => ({ to: pathOf(noun), icon: iconNamed(noun.icon), label: noun.labelOfMany })),
      ],
    }))
    .filter(({ entries }) => entries.length > 0)
    .sort((a, b) => rank(a.key) - rank(b.key));
}

/** By module, what is set up once in a while. */
export function setupOf(meta: Meta, byName: ReadonlyMap<string, Noun>): { module: string; label: string; nouns: Noun[] }[] {
  return meta.menu.map(({ module, label, resources }) => ({ module, label, nouns: readable(resources, byName).filter(({ place }) => place === 'settings') })).filter(({ nouns }) => nouns.length > 0);
}

/** The entry for where somebody is: the one that says most about it. */
export function entryAt(sections: readonly Section[], { pathname, search }: { pathname: string; search: string }): string | undefined {
  const fits = (to: string) => {
    const [path, query] = to.split('?') as [string, string | undefined];
    return (pathname === path || pathname.startsWith(`${path}/`)) && (!query || search.slice(1).split('&').includes(query));
  };
  return sections.flatMap(({ entries }) => entries.map(({ to }) => to)).filter(fits).sort((a, b) => b.length - a.length)[0];
}

function readable(names: readonly string[], byName: ReadonlyMap<string, Noun>): Noun[] {
  return names.map((name) => byName.get(name)!).filter(({ may, fields }) => may.includes('read') && !fields.some(({ partOf }) => partOf));
}

const ORDER = ['sales', 'marketing', 'support', 'projects', 'workspace', 'automation'];

function rank(module: string): number {
  const place = ORDER.indexOf(module);
  return place < 0 ? ORDER.length : place;
}
