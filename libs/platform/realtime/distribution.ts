import { Injectable, Logger } from '@nestjs/common';
import { Gate } from '#kernel/gate/gate.js';
import { Telling, type Told } from '#platform/ledger/telling.js';
import { CatchUp, merged } from './catch-up.js';
import type { LiveChange, LiveNews } from './live-news.js';
import { type LiveSocket, roomOf } from './live-socket.js';
import { Presence } from './presence.js';
import { LiveRights } from './rights.js';
import { Rooms } from './rooms.js';

/** More than this cannot be told in time: let the clients load anew. */
const MOST_WAITING = 2_000;
const READ_AT_ONCE = 6;

interface Line {
  tail: Promise<void>;
  waiting: number;
}

/** Brings what happened to the connections of this process: read once for all who see the same, under the rights they have now. */
@Injectable()
export class Distribution {
  private readonly logger = new Logger('Live');
  /** Of each organisation, one thing after the other. */
  private readonly lines = new Map<string, Line>();

  constructor(
    private readonly rooms: Rooms,
    private readonly rights: LiveRights,
    private readonly telling: Telling,
    private readonly catchUp: CatchUp,
    private readonly presence: Presence,
    private readonly gate: Gate,
  ) {}

  receive({ organizationId, changes, rights, notified }: LiveNews): void {
    if (!this.rooms.isAny(organizationId)) return;
    if (notified) send(this.rooms.of(organizationId).filter(({ identity }) => identity.memberId === notified), 'notified', {});
    if (changes.length === 0 && !rights) return;
    const line = this.lines.get(organizationId) ?? { tail: Promise.resolve(), waiting: 0 };
    this.lines.set(organizationId, line);
    if (line.waiting + changes.length > MOST_WAITING) return this.reload(organizationId);
    line.waiting += changes.length;
    line.tail = line.tail
      .then(() => this.work(organizationId, changes, rights))
      .catch((error: unknown) => {
        this.logger.warn({ msg: 'Changes could not be told; clients load anew', organizationId, error });
        this.reload(organizationId);
      })
      .then(() => {
        line.waiting -= changes.length;
        if (line.waiting === 0 && this.lines.get(organizationId) === line) this.lines.delete(organizationId);
      });
  }

  /** What was told in between is lost to them: they ask for what they have missed, or load anew. */
  reload(organizationId?: string): void {
    const sockets = organizationId === undefined ? [...this.rooms.sockets] : this.rooms.of(organizationId);
    for (const { socket } of sockets) socket.emit('reload', {});
  }

  /** Whoever lost a right is found out at once, and whoever is gone is shown out. */
  async recheck(organizationId: string): Promise<void> {
    this.gate.forget(organizationId);
    const sockets = this.rooms.of(organizationId);
    for (const socket of sockets) socket.ability = null;
    await inTurns(sockets, (socket) => this.rights.abilityOf(socket));
  }

  /** What a socket has missed goes to it alone. */
  async tellOne(socket: LiveSocket, changes: readonly LiveChange[]): Promise<void> {
    for (const change of changes) {
      const told = await this.telling.of(change, 'harmless');
      if (told) socket.socket.emit('change', this.messageOf(change, told));
    }
  }

  private async work(organizationId: string, changes: readonly LiveChange[], rights: boolean): Promise<void> {
    if (rights) await this.recheck(organizationId);
    for (const change of merged(changes)) {
      const watching = [...this.rooms.watching(organizationId, change.noun, change.recordId)];
      if (watching.length > 0) await inTurns(await this.rights.groups(watching, change.noun), (group) => this.tell(group, change));
    }
  }

  private async tell(group: readonly LiveSocket[], change: LiveChange): Promise<void> {
    const [one] = group;
    const told = await one!.inScope(async () => {
      const known = await this.telling.of(change, 'harmless');
      return known ? this.messageOf(change, known) : null;
    });
    if (told) return send(group, 'change', told);
    const room = roomOf(change.noun, change.recordId);
    const there = group.filter((socket) => socket.watched.has(room));
    if (there.length === 0 || (await one!.inScope(() => this.telling.isReadable(change.noun, change.recordId)))) return;
    for (const socket of there) this.rooms.leave(socket, room);
    send(there, 'gone', { noun: change.noun, id: change.recordId });
    await this.presence.leave(there, change.noun, change.recordId);
  }

  private messageOf({ type, transaction, entryId }: LiveChange, told: Told): object {
    return { type, cursor: this.catchUp.cursorOf({ transaction, entryId }), ...told };
  }
}

/** Encoded once, however many they are. */
export function send(sockets: readonly LiveSocket[], event: string, message: object): void {
  const [first] = sockets;
  if (first) first.socket.nsp.local.to(sockets.map(({ id }) => id)).emit(event, message);
}

async function inTurns<T>(items: readonly T[], work: (item: T) => Promise<unknown>): Promise<void> {
  const left = [...items];
  const turn = async (): Promise<void> => {
    for (let item = left.shift(); item !== undefined; item = left.shift()) await work(item);
  };
  await Promise.all(Array.from({ length: READ_AT_ONCE }, turn));
}
