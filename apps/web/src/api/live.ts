import { io, type Socket } from 'socket.io-client';
import type { Row } from './records.js';

export interface Change {
  type: string;
  noun: string;
  id: string;
  version: number;
  changed: readonly string[];
  record: Row | null;
}

export interface Present {
  memberId: string;
  editing: boolean;
}

type Hear = (news: { change: Change } | { gone: { id: string } } | { reload: true }) => void;
interface Watch { noun: string; id?: string; hear: Hear; cursor?: string }

let notified: () => void = () => undefined;
let socket: Socket | null = null;
const watches = new Set<Watch>();
const companies = new Map<string, (here: readonly Present[]) => void>();

/** Hears of one record, or of all records of a noun, until the returned function is called. */
export function watch(noun: string, id: string | undefined, hear: Hear): () => void {
  const own: Watch = { noun, hear, ...(id && { id }) };
  watches.add(own);
  begin(own);
  return () => {
    watches.delete(own);
    if (![...watches].some((other) => other.noun === noun && other.id === id)) socket?.emit('unwatch', { noun, ...(id && { id }) });
  };
}

/** Says that this person is at a record, and hears who else is; the record must be watched. */
export function attend(noun: string, id: string, who: (here: readonly Present[]) => void): { editing: (editing: boolean) => void; leave: () => void } {
  const key = `${noun} ${id}`;
  companies.set(key, who);
  const editing = (now: boolean) => connection().emit('present', { noun, id, editing: now }, (answer: { ok: boolean; here?: readonly Present[] }) => answer.here && who(answer.here));
  editing(false);
  return {
    editing,
    leave: () => {
      companies.delete(key);
      socket?.emit('absent', { noun, id });
    },
  };
}

/** Hears when there is something new to read, until the returned function is called. */
export function whenNotified(hear: () => void): () => void {
  notified = hear;
  connection();
  return () => (notified = () => undefined);
}

/** After signing out nothing may be told any more. */
export function hangUp(): void {
  socket?.disconnect();
  socket = null;
  watches.clear();
  companies.clear();
}

function connection(): Socket {
  if (socket) return socket;
  socket = io({ path: '/api/v1/live', transports: ['websocket'] });
  socket.on('connect', () => watches.forEach(begin));
  socket.on('change', (change: Change & { cursor: string }) => {
    for (const each of watches) {
      if (each.noun !== change.noun || (each.id && each.id !== change.id)) continue;
      each.cursor = change.cursor;
      each.hear({ change });
    }
  });
  socket.on('gone', ({ noun, id }: { noun: string; id: string }) => watches.forEach((each) => each.noun === noun && (!each.id || each.id === id) && each.hear({ gone: { id } })));
  socket.on('here', ({ noun, id, here }: { noun: string; id: string; here: readonly Present[] }) => companies.get(`${noun} ${id}`)?.(here));
  socket.on('notified', () => notified());
  socket.on('reload', () => watches.forEach((each) => begin(each)));
  return socket;
}

function begin(each: Watch): void {
  const { noun, id, cursor, hear } = each;
  const now = connection();
  if (!now.connected) return;
  now.emit('watch', { noun, ...(id ? { id } : cursor && { since: cursor }) }, (answer: { ok: boolean; cursor?: string; reload?: boolean }) => {
    if (!answer.ok) return;
    if (answer.reload) hear({ reload: true });
    if (answer.cursor) each.cursor = answer.cursor;
  });
}
