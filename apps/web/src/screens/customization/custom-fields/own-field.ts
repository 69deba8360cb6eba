import { AlignLeft, AtSign, Banknote, Calendar, CalendarClock, CircleDot, Globe, Hash, Link2, type LucideIcon, Percent, Phone, Star, Tags, Timer, ToggleLeft, Type } from 'lucide-react';
import type { Noun } from '../../../api/meta.js';
import type { Json, Row } from '../../../api/records.js';

export interface OwnChoice { readonly value: string; readonly label: string }

/** As the API takes it. */
export interface OwnField {
  resource: string;
  key: string;
  label: string;
  help: string | null;
  type: string;
  options: { readonly choices?: readonly OwnChoice[]; readonly currency?: string; readonly decimals?: number; readonly max?: number; readonly [option: string]: unknown };
  required: boolean;
  list: number | null;
  search: string | null;
  personal: string;
}

export const TYPE_ICONS: Readonly<Record<string, LucideIcon>> = {
  text: Type, 'long-text': AlignLeft, email: AtSign, phone: Phone, url: Link2, domain: Globe, money: Banknote, number: Hash, integer: Hash, percent: Percent, rating: Star, boolean: ToggleLeft, date: Calendar, moment: CalendarClock, duration: Timer, choice: CircleDot, tags: Tags,
};

/** Whose text can be found by the search. */
export const SEARCHED: ReadonlySet<string> = new Set(['text', 'long-text', 'email', 'phone', 'url', 'domain']);

/** Behind the columns of the product. */
export const LISTED_AT = 500;
/** The weight of what is neither a name nor an address. */
export const SEARCH_WEIGHT = 'C';

/** Those that people go to and enter. */
export function extensible(nouns: readonly Noun[]): Noun[] {
  return nouns.filter(({ place, title, may, fields }) => !place && title !== null && may.includes('create') && !fields.some(({ partOf }) => partOf)).sort((a, b) => a.labelOfMany.localeCompare(b.labelOfMany));
}

export function fieldOf(row: Row): OwnField {
  const { resource, key, label, help, type, options, required, list, search, personal } = row as unknown as OwnField;
  return { resource, key, label, help, type, options: options ?? {}, required: required ?? false, list, search, personal };
}

/** A name for programs that nobody else has, made of what people read; letters that programs do not take are left out. */
export function nameFrom(label: string, taken: ReadonlySet<string>, otherwise: string): string {
  const words = label.normalize('NFKD').replace(/[^A-Za-z0-9 _-]/g, '').split(/[\s_-]+/).filter(Boolean);
  const name = words.map((word, index) => (index === 0 ? word.toLowerCase() : word[0]!.toUpperCase() + word.slice(1).toLowerCase())).join('').slice(0, 36);
  const base = /^[a-z]/.test(name) ? name : otherwise + name;
  for (let n = 1; ; n += 1) {
    const tried = n === 1 ? base : `${base}${n}`;
    if (!taken.has(tried)) return tried;
  }
}

export function optionsFor({ type, options }: OwnField): Json {
  const chosen = type === 'choice' ? { ...options, choices: (options.choices ?? []).filter(({ label }) => label.trim() !== '') } : options;
  return Object.fromEntries(Object.entries(chosen).filter(([, value]) => value !== undefined && value !== '')) as Json;
}
