import { useMemo } from 'react';
import { useMetaQuery, type Field, type Meta, type Noun, type Operator } from '../api/meta.js';
import type { Json, Row } from '../api/records.js';

export interface Nouns {
  meta: Meta;
  byName: ReadonlyMap<string, Noun>;
  /** By module and plural, as in `sales/contacts`. */
  byPlural: ReadonlyMap<string, Noun>;
}

const known = new WeakMap<Meta, Nouns>();

export function nounsOf(meta: Meta): Nouns {
  const found = known.get(meta);
  if (found) return found;
  const made = { meta, byName: new Map(meta.resources.map((noun) => [noun.name, noun])), byPlural: new Map(meta.resources.map((noun) => [pluralOf(noun), noun])) };
  known.set(meta, made);
  return made;
}

/** Only below `Inside`, which waits for it. */
export function useNouns(): Nouns {
  const { data } = useMetaQuery();
  return useMemo(() => nounsOf(data ?? EMPTY), [data]);
}

const EMPTY: Meta = { language: 'en', menu: [], operators: {}, resources: [] };

function pluralOf({ path }: Noun): string {
  return path.replace('/api/v1/', '');
}

/** Where its screens stand: among those of its module, or with the settings. */
export function pathOf(noun: Noun): string {
  return `${noun.place === 'settings' ? '/settings' : ''}/${pluralOf(noun)}`;
}

export function titleOf(row: Row, noun: Noun): string {
  const title = noun.title ? row[noun.title] : null;
  return typeof title === 'string' && title !== '' ? title : noun.label;
}

const MACHINERY = new Set(['id', 'version', 'deletedAt']);
const HISTORY = new Set(['createdAt', 'createdBy', 'updatedAt', 'updatedBy']);

export function listFields({ fields }: Noun): Field[] {
  return fields.filter(({ list }) => list !== undefined).sort((a, b) => a.list! - b.list!);
}

/** What may stand in a column: everything but what only machines read. */
export function columnsFor({ fields }: Noun): Field[] {
  return fields.filter(({ name, type }) => !MACHINERY.has(name) && type !== 'secret');
}

export function detailFields({ fields }: Noun): Field[] {
  return fields.filter(({ name }) => !MACHINERY.has(name) && !HISTORY.has(name));
}

export function historyFields({ fields }: Noun): Field[] {
  return fields.filter(({ name }) => HISTORY.has(name));
}

export function formFields(noun: Noun): Field[] {
  return noun.fields.filter(({ create }) => create);
}

export function operatorsOf({ meta }: Nouns, field: Field): readonly Operator[] {
  return meta.operators[field.type] ?? [];
}

/** What is sent to change one field: an organisation's own ones travel in an object of theirs. */
export function changeOf(name: string, value: Json): Record<string, Json> {
  return name.startsWith('custom.') ? { custom: { [name.slice('custom.'.length)]: value } } : { [name]: value };
}
