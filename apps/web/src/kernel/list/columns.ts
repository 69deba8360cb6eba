import type { Field, Noun } from '../../api/meta.js';
import { columnsFor, listFields } from '../nouns.js';

const WIDTHS: Readonly<Record<string, number>> = {
  switch: 90, rating: 110, percent: 90, number: 100, counter: 100, date: 120, moment: 170, money: 130, choice: 150, states: 150, member: 160, record: 190, phone: 160, email: 220, url: 190, tags: 220, lines: 260, 'rich-text': 260,
};

export function widthOf(field: Field): number {
  return WIDTHS[field.widget] ?? 160;
}

/** The title first, then what was chosen, or what the declaration puts in lists. */
export function chosenColumns(noun: Noun, chosen: readonly string[] | undefined): Field[] {
  const all = columnsFor(noun);
  const own = chosen ? chosen.flatMap((name) => all.find((field) => field.name === name) ?? []) : listFields(noun);
  const title = all.find(({ name }) => name === noun.title);
  const ordered = title ? [title, ...own.filter((field) => field !== title)] : own;
  return ordered.length ? ordered : all.slice(0, 5);
}
