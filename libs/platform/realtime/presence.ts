import { type BeforeApplicationShutdown, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { Telling } from '#platform/ledger/telling.js';
import { LiveRedis } from './live-redis.js';
import { type LiveSocket, roomOf } from './live-socket.js';
import { LiveRights } from './rights.js';
import { Rooms } from './rooms.js';

export interface Here {
  memberId: string;
  editing: boolean;
}

interface Mark extends Here {
  /** In milliseconds. */
  at: number;
}

/** Whoever has not been heard of for so long has gone without a word. */
const GONE_AFTER_MS = 45_000;
const SAY_SO_EVERY_MS = 15_000;

/** Who is at a record, and who is editing it: known to those who may read it, and forgotten soon. */
@Injectable()
export class Presence implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private timer: NodeJS.Timeout | undefined;
  /** Tells the other processes; set by whoever holds the server. */
  tellOthers: (organizationId: string, noun: string, recordId: string) => void = () => undefined;

  constructor(
    private readonly redis: LiveRedis,
    private readonly rooms: Rooms,
    private readonly rights: LiveRights,
    private readonly telling: Telling,
  ) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => void this.stay(), SAY_SO_EVERY_MS);
    this.timer.unref();
  }

  beforeApplicationShutdown(): void {
    clearInterval(this.timer);
  }

  async come(socket: LiveSocket, noun: string, recordId: string, editing: boolean): Promise<Here[]> {
    socket.at.set(roomOf(noun, recordId), editing);
    await this.mark(socket, noun, recordId, editing);
    await this.changed(socket.organizationId, noun, recordId);
    return this.here(socket.organizationId, noun, recordId);
  }

  async leave(sockets: readonly LiveSocket[], noun: string, recordId: string): Promise<void> {
    const [one] = sockets;
    if (!one) return;
    for (const socket of sockets) socket.at.delete(roomOf(noun, recordId));
    await this.redis.commands.hdel(keyOf(one.organizationId, noun, recordId), ...sockets.map(({ id }) => id)).catch(() => 0);
    await this.changed(one.organizationId, noun, recordId);
  }

  /** To whoever is at the record in this process. */
  async show(organizationId: string, noun: string, recordId: string): Promise<void> {
    const there = [...this.rooms.at(organizationId, noun, recordId)];
    if (there.length === 0) return;
    const here = await this.here(organizationId, noun, recordId);
    for (const group of await this.rights.groups(there, noun)) {
      if (!(await group[0]!.inScope(() => this.telling.isReadable(noun, recordId)))) continue;
      group[0]!.socket.nsp.local.to(group.map(({ id }) => id)).emit('here', { noun, id: recordId, here });
    }
  }

  private async changed(organizationId: string, noun: string, recordId: string): Promise<void> {
    this.tellOthers(organizationId, noun, recordId);
    await this.show(organizationId, noun, recordId);
  }

  private async here(organizationId: string, noun: string, recordId: string): Promise<Here[]> {
    const marks = Object.values(await this.redis.commands.hgetall(keyOf(organizationId, noun, recordId)).catch(() => ({}))).map((text) => JSON.parse(text) as Mark);
    const members = new Map<string, Here>();
    for (const { memberId, editing, at } of marks) if (Date.now() - at < GONE_AFTER_MS) members.set(memberId, { memberId, editing: editing || members.get(memberId)?.editing === true });
    return [...members.values()].sort((a, b) => a.memberId.localeCompare(b.memberId));
  }

  private async mark({ organizationId, id, identity: { memberId } }: LiveSocket, noun: string, recordId: string, editing: boolean): Promise<void> {
    const key = keyOf(organizationId, noun, recordId);
    const mark: Mark = { memberId, editing, at: Date.now() };
    await this.redis.commands.multi().hset(key, id, JSON.stringify(mark)).pexpire(key, GONE_AFTER_MS * 2).exec().catch(() => null);
  }

  private async stay(): Promise<void> {
    for (const socket of this.rooms.sockets)
      for (const [room, editing] of socket.at) {
        const [noun = '', recordId = ''] = room.split(' ');
        await this.mark(socket, noun, recordId, editing);
      }
  }
}

function keyOf(organizationId: string, noun: string, recordId: string): string {
  return `${organizationId}:here:${noun}:${recordId}`;
}
