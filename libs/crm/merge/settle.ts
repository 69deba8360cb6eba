import type { Json } from '#kernel/field/field.js';

/** One of the records that become one, as whoever merges them sees it. */
export interface Version {
  readonly id: string;
  readonly values: { readonly [field: string]: Json };
}

export interface Wanted {
  readonly name: string;
  /** Lists, such as tags, are put together. */
  readonly isList: boolean;
}

export interface Settled {
  field: string;
  /** Whose value it is; null where those of all are put together. */
  from: string | null;
  value: Json;
  /** Whether they say different things, so that somebody may want to choose. */
  differs: boolean;
  /** Whether the record that stays will say something else than before. */
  changes: boolean;
}

/** What the record that stays will say: what was chosen, else what it says itself, else the first of the others that says something. */
export function settle(wanted: readonly Wanted[], [stays, ...others]: readonly [Version, ...Version[]], choose: { readonly [field: string]: string }): Settled[] {
  const all = [stays, ...others];
  return wanted.map(({ name, isList }) => {
    const said = (version: Version): Json => version.values[name] ?? null;
    const chosen = all.find(({ id }) => id === choose[name]);
    const speaker = chosen ?? all.find((version) => !isEmpty(said(version))) ?? stays;
    const joins = isList && !chosen;
    const value = joins ? [...new Set(all.flatMap((version) => (said(version) as Json[] | null) ?? []))] : said(speaker);
    const different = new Set(all.map(said).filter((each) => !isEmpty(each)).map((each) => JSON.stringify(each)));
    return { field: name, from: joins ? null : speaker.id, value, differs: different.size > 1, changes: text(value) !== text(said(stays)) };
  });
}

function isEmpty(value: Json): boolean {
  return value === null || value === '' || (Array.isArray(value) && value.length === 0);
}

function text(value: Json): string {
  return isEmpty(value) ? '' : JSON.stringify(value);
}
