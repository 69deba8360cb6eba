import { type BeforeApplicationShutdown, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { Revocations } from '#platform/identity/sessions/revocations.js';
import { Distribution } from './distribution.js';
import { LiveRights } from './rights.js';
import { Rooms } from './rooms.js';

const EVERY_MS = 1_000;
/** So many at each round are asked whether they still have rights here, whatever was heard or not. */
const ASKED_AT_ONCE = 50;

/** S25: shows out whoever is no longer welcome, within seconds, also when no word of it comes through Redis. */
@Injectable()
export class Watchman implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private timer: NodeJS.Timeout | undefined;
  private goingRound = false;

  constructor(
    private readonly rooms: Rooms,
    private readonly rights: LiveRights,
    private readonly distribution: Distribution,
    private readonly revocations: Revocations,
  ) {}

  onApplicationBootstrap(): void {
    this.revocations.listen(({ organizationId, sessionId }) => {
      if (organizationId !== undefined && sessionId === undefined && this.rooms.isAny(organizationId)) void this.distribution.recheck(organizationId).catch(() => undefined);
    });
    this.timer = setInterval(() => void this.goRound(), EVERY_MS);
    this.timer.unref();
  }

  beforeApplicationShutdown(): void {
    clearInterval(this.timer);
  }

  private async goRound(): Promise<void> {
    if (this.goingRound) return;
    this.goingRound = true;
    try {
      const sockets = [...this.rooms.sockets];
      await Promise.all(sockets.map((socket) => this.rights.isWelcome(socket)));
      const due = sockets.sort((a, b) => a.abilityAt - b.abilityAt).slice(0, ASKED_AT_ONCE);
      for (const socket of due) await this.rights.abilityOf(socket);
    } catch {
      // Postgres is away; asked again in a second.
    } finally {
      this.goingRound = false;
    }
  }
}
