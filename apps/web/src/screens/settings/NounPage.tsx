import { useNouns } from '../../kernel/nouns.js';
import { ListPage } from '../../kernel/list/ListPage.js';
import { NotFoundInside } from '../not-found/NotFoundInside.js';

/** A noun of the settings, as the list that any noun has. */
export function NounPage({ name }: { name: string }) {
  const noun = useNouns().byName.get(name);
  return noun ? <ListPage key={name} noun={noun} /> : <NotFoundInside />;
}
