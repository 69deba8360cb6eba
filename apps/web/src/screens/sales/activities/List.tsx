import type { Noun } from '../../../api/meta.js';
import { ListPage } from '../../../kernel/list/ListPage.js';
import { ActivityCalendar } from './ActivityCalendar.js';

/** Activities: what is to be done at a time and what takes whole days stand in one calendar. */
export default function List({ noun }: { noun: Noun }) {
  return <ListPage noun={noun} calendar={ActivityCalendar} />;
}
