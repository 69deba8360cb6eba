import { lazy, Suspense, type ComponentType } from 'react';
import { Navigate, useLocation, useParams } from 'react-router';
import type { Noun } from '../api/meta.js';
import { NotFoundInside } from '../screens/not-found/NotFoundInside.js';
import { ListPage } from './list/ListPage.js';
import { RecordPage } from './record/RecordPage.js';
import { pathOf, useNouns } from './nouns.js';

type ListScreen = ComponentType<{ noun: Noun }>;
type RecordScreen = ComponentType<{ noun: Noun; id: string }>;

/** `screens/sales/quotations/Record.tsx` replaces the record page of `/sales/quotations`, `List.tsx` the list. */
const lists = byPlural(import.meta.glob<{ default: ListScreen }>('../screens/*/*/List.tsx'));
const records = byPlural(import.meta.glob<{ default: RecordScreen }>('../screens/*/*/Record.tsx'));

function byPlural<P>(files: Record<string, () => Promise<{ default: ComponentType<P> }>>): ReadonlyMap<string, ComponentType<P>> {
  return new Map(Object.entries(files).map(([file, load]) => [file.replace('../screens/', '').replace(/\/\w+\.tsx$/, ''), lazy(load) as unknown as ComponentType<P>]));
}

export function NounList() {
  const { noun, plural, moved } = useNamedNoun();
  if (!noun) return <NotFoundInside />;
  if (moved) return <Navigate to={moved} replace />;
  const Own = lists.get(plural);
  return <Suspense fallback={null}>{Own ? <Own key={plural} noun={noun} /> : <ListPage key={plural} noun={noun} />}</Suspense>;
}

export function NounRecord() {
  const { noun, plural, moved } = useNamedNoun();
  const { id = '' } = useParams();
  if (!noun) return <NotFoundInside />;
  if (moved) return <Navigate to={moved} replace />;
  const Own = records.get(plural);
  return <Suspense fallback={null}>{Own ? <Own key={id} noun={noun} id={id} /> : <RecordPage key={id} noun={noun} id={id} />}</Suspense>;
}

function useNamedNoun() {
  const { module, plural: last, id } = useParams();
  const { pathname, search } = useLocation();
  const plural = `${module}/${last}`;
  const noun = useNouns().byPlural.get(plural);
  const home = noun && (id === undefined ? pathOf(noun) : `${pathOf(noun)}/${id}`);
  // Who links to a record knows its noun, and not whether that stands with the settings.
  return { noun, plural, moved: home === pathname ? undefined : home && `${home}${search}` };
}
