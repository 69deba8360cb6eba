import { lazy, Suspense, type ComponentType } from 'react';
import { useParams } from 'react-router';
import type { Noun } from '../api/meta.js';
import { NotFoundInside } from '../screens/not-found/NotFoundInside.js';
import { ListPage } from './list/ListPage.js';
import { RecordPage } from './record/RecordPage.js';
import { useNouns } from './nouns.js';

type ListScreen = ComponentType<{ noun: Noun }>;
type RecordScreen = ComponentType<{ noun: Noun; id: string }>;

/** `screens/sales/quotations/Record.tsx` replaces the record page of `/sales/quotations`, `List.tsx` the list. */
const lists = byPath(import.meta.glob<{ default: ListScreen }>('../screens/*/*/List.tsx'));
const records = byPath(import.meta.glob<{ default: RecordScreen }>('../screens/*/*/Record.tsx'));

function byPath<P>(files: Record<string, () => Promise<{ default: ComponentType<P> }>>): ReadonlyMap<string, ComponentType<P>> {
  return new Map(Object.entries(files).map(([file, load]) => [file.replace('../screens', '').replace(/\/\w+\.tsx$/, ''), lazy(load) as unknown as ComponentType<P>]));
}

export function NounList() {
  const { noun, path } = useNamedNoun();
  if (!noun) return <NotFoundInside />;
  const Own = lists.get(path);
  return <Suspense fallback={null}>{Own ? <Own key={path} noun={noun} /> : <ListPage key={path} noun={noun} />}</Suspense>;
}

export function NounRecord() {
  const { noun, path } = useNamedNoun();
  const { id = '' } = useParams();
  if (!noun) return <NotFoundInside />;
  const Own = records.get(path);
  return <Suspense fallback={null}>{Own ? <Own key={id} noun={noun} id={id} /> : <RecordPage key={id} noun={noun} id={id} />}</Suspense>;
}

function useNamedNoun() {
  const { module, plural } = useParams();
  const path = `/${module}/${plural}`;
  return { path, noun: useNouns().byPath.get(path) };
}
