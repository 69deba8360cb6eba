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

/** Modules as sections: whatever nouns this person may read, and before them the screens that were drawn for the module. */
export function sectionsOf(meta: Meta, byName: ReadonlyMap<string, Noun>, t: TFunction): Section[] {
  return meta.menu
    .filter(({ module }) => !BEHIND_SETTINGS.has(module))
    .map(({ module, label, resources }) => ({
      key: module,
      label,
      entries: [
        ...screens.filter((screen) => screen.module === module && screen.needs.every((noun) => byName.has(noun))).map(({ path, icon, label: key }) => ({ to: path, icon, label: t(key) })),
        ...resources.map((name) => byName.get(name)!).filter(({ may, fields }) => may.includes('read') && !fields.some(({ partOf }) => partOf)).map((noun) => ({ to: pathOf(noun), icon: iconNamed(noun.icon), label: noun.labelOfMany })),
      ],
    }))
    .sort((a, b) => rank(a.key) - rank(b.key));
}

const ORDER = ['sales', 'marketing', 'support', 'projects', 'workspace', 'automation'];

function rank(module: string): number {
  const place = ORDER.indexOf(module);
  return place < 0 ? ORDER.length : place;
}
