import { Injectable } from '@nestjs/common';
import { Gate } from '#kernel/gate/gate.js';
import { Forbidden, Invalid, NotFound, TooManyRequests } from '#kernel/pipeline/problem.js';
import { ReadDoor } from '#kernel/pipeline/read.js';
import { Nouns } from '#kernel/resource/custom-fields.js';
import type { ResourceModel } from '#kernel/resource/model.js';
import { didYouMean } from '#kernel/resource/names.js';
import { isUuid } from '#kernel/tenancy/uuid.js';
import { CatchUp } from './catch-up.js';
import { Distribution } from './distribution.js';
import { type LiveSocket, roomOf } from './live-socket.js';
import { Presence } from './presence.js';
import { LiveRights } from './rights.js';
import { Rooms } from './rooms.js';

type Asked = Readonly<Record<string, unknown>>;

const EVENTS = ['watch', 'unwatch', 'present', 'absent'] as const;

/** What a connected client may ask for. Each question is answered under the rights of its moment. */
@Injectable()
export class LiveRequests {
  constructor(
    private readonly rooms: Rooms,
    private readonly rights: LiveRights,
    private readonly read: ReadDoor,
    private readonly gate: Gate,
    private readonly nouns: Nouns,
    private readonly catchUp: CatchUp,
    private readonly distribution: Distribution,
    private readonly presence: Presence,
  ) {}

  async answer(socket: LiveSocket, event: string, body: unknown): Promise<object> {
    if (!(await this.rights.isWelcome(socket))) throw new Forbidden();
    const asked = (typeof body === 'object' && body !== null && !Array.isArray(body) ? body : {}) as Asked;
    switch (event) {
      case 'watch':
        return this.watch(socket, asked);
      case 'unwatch':
        return this.unwatch(socket, asked);
      case 'present':
        return this.present(socket, asked);
      case 'absent':
        return this.absent(socket, asked);
      default:
        throw new Invalid([{ at: 'event', rule: 'unknown', say: `There is no such event.${didYouMean(event.slice(0, 40), EVENTS)}` }]);
    }
  }

  /** A record, which is answered as it is now, or all records of a noun that the member may read, or come to. */
  private async watch(socket: LiveSocket, { noun, id, since }: Asked): Promise<object> {
    const resource = await this.nounOf(noun);
    if (id !== undefined && !isUuid(id)) throw new NotFound();
    if (!(await this.gate.ability()).of(resource).may('read')) throw new Forbidden();
    const room = roomOf(resource.name, id);
    if (!socket.mayWatchMore(room)) throw new TooManyRequests(60);
    // Before it is joined, nobody learns of the record; after it is read, nothing of it is missed.
    if (id !== undefined) await this.read.get(resource, id, { fields: 'id' });
    this.rooms.join(socket, room);
    const cursor = await this.catchUp.present();
    if (id !== undefined) return { cursor, record: recordIn((await this.read.get(resource, id)).json) };
    if (since === undefined) return { cursor };
    const missed = typeof since === 'string' ? await this.catchUp.since(since, resource.name) : null;
    if (missed) await this.distribution.tellOne(socket, missed);
    return { cursor, reload: missed === null };
  }

  private async unwatch(socket: LiveSocket, { noun, id }: Asked): Promise<object> {
    const room = roomOf(String(noun), isUuid(id) ? id : undefined);
    const was = socket.at.has(room);
    this.rooms.leave(socket, room);
    if (was) await this.presence.leave([socket], String(noun), String(id));
    return {};
  }

  private async present(socket: LiveSocket, { noun, id, editing }: Asked): Promise<object> {
    if (!isUuid(id) || !socket.watched.has(roomOf(String(noun), id))) throw new Forbidden('Watch the record first.');
    if (editing !== undefined && typeof editing !== 'boolean') throw new Invalid([{ at: 'editing', rule: 'type', say: 'Must be true or false.' }]);
    await this.read.get(await this.nounOf(noun), id, { fields: 'id' });
    return { here: await this.presence.come(socket, String(noun), id, editing === true) };
  }

  private async absent(socket: LiveSocket, { noun, id }: Asked): Promise<object> {
    if (isUuid(id) && socket.at.has(roomOf(String(noun), id))) await this.presence.leave([socket], String(noun), id);
    return {};
  }

  private async nounOf(noun: unknown): Promise<ResourceModel> {
    const registry = await this.nouns.here();
    const found = typeof noun === 'string' ? registry.find(noun) : undefined;
    if (!found) throw new Invalid([{ at: 'noun', rule: 'unknown', say: `There is no noun of this name.${typeof noun === 'string' ? didYouMean(noun.slice(0, 60), registry.resources.map(({ name }) => name)) : ''}` }]);
    return found;
  }
}

function recordIn(json: string): object {
  const { _links: _, ...record } = JSON.parse(json) as { _links: unknown };
  return record;
}
