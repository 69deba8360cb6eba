import type { Noun } from '../../../api/meta.js';
import { ListPage } from '../../../kernel/list/ListPage.js';
import { Inbox } from './Inbox.js';
import { openLeads } from './leads.js';

const inbox = { open: openLeads, Screen: Inbox };

/** Leads: besides the usual layouts an inbox, to work through those that are open. */
export default function List({ noun }: { noun: Noun }) {
  return <ListPage noun={noun} inbox={inbox} />;
}
