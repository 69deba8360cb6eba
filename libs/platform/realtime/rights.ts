import { Injectable } from '@nestjs/common';
import { type Ability, describe, MASKED, type ResourceAbility } from '#kernel/gate/ability.js';
import { Gate } from '#kernel/gate/gate.js';
import { Problem } from '#kernel/pipeline/problem.js';
import { Nouns } from '#kernel/resource/custom-fields.js';
import { SessionWatch } from '#platform/identity/sessions/session-watch.js';
import type { LiveSocket } from './live-socket.js';
import { Rooms } from './rooms.js';

/** Conditions such as "this month" are worked out when rights are asked for. */
const WORTH_MS = 60_000;
const keys = new WeakMap<ResourceAbility, string>();

/** Whether connections are still welcome, and which of them may see the same. */
@Injectable()
export class LiveRights {
  constructor(
    private readonly gate: Gate,
    private readonly watch: SessionWatch,
    private readonly nouns: Nouns,
    private readonly rooms: Rooms,
  ) {}

  /** Sockets that are shown the same of a noun's records, by what decides it; whoever is no longer welcome is shown out. */
  async groups(sockets: readonly LiveSocket[], noun: string): Promise<LiveSocket[][]> {
    const groups = new Map<string, LiveSocket[]>();
    const resource = await sockets[0]?.inScope(async () => (await this.nouns.here()).get(noun));
    for (const socket of sockets) {
      const ability = this.remembered(socket) ?? (await this.abilityOf(socket));
      if (!ability) continue;
      const key = keyOf(ability.of(resource!));
      const group = groups.get(key);
      if (group) group.push(socket);
      else groups.set(key, [socket]);
    }
    return [...groups.values()];
  }

  /** Without waiting, as for thousands at once; null when something has to be asked first. */
  private remembered(socket: LiveSocket): Ability | null {
    const state = this.watch.state(socket.identity);
    if (state instanceof Promise || !state.live || !state.present) return null;
    return Date.now() - socket.abilityAt < WORTH_MS ? socket.ability : null;
  }

  /** Null when the connection has been ended for it. */
  async abilityOf(socket: LiveSocket): Promise<Ability | null> {
    if (!(await this.isWelcome(socket))) return null;
    try {
      const asked = Date.now();
      const ability = await socket.inScope(() => this.gate.ability());
      Object.assign(socket, { ability, abilityAt: asked });
      return ability;
    } catch (error) {
      if (!(error instanceof Problem) || error.status >= 500) throw error;
      this.end(socket, error.detail);
      return null;
    }
  }

  /** Session, account, membership and organisation: known from seconds ago at most. */
  async isWelcome(socket: LiveSocket): Promise<boolean> {
    const state = this.watch.state(socket.identity);
    const { live, present } = state instanceof Promise ? await state : state;
    if (!live || !present) this.end(socket, 'Your session has ended, or you may not enter this organisation any more.');
    return live && present;
  }

  end(socket: LiveSocket, why: string): void {
    this.rooms.remove(socket);
    socket.socket.emit('ended', { why });
    socket.socket.disconnect(true);
  }
}

/** Equal for two whose records look alike: the same rule decides which, and the same rules decide which of their fields. */
function keyOf(own: ResourceAbility): string {
  const known = keys.get(own);
  if (known !== undefined) return known;
  const fields = [...own.visibility()].map(([name, visible]) => (visible === 'shown' || visible === 'hidden' ? `${name}=${visible}` : `${name}=${visible} ${describe(own.rows('read', [name]))} ${describe(own.rows(MASKED, [name]))}`));
  const key = `${describe(own.rows('read'))}|${fields.join('|')}`;
  keys.set(own, key);
  return key;
}
