import { Injectable } from '@nestjs/common';
import { Gate } from '#kernel/gate/gate.js';
import { currentScope } from '#kernel/tenancy/scope.js';
import { SessionWatch } from './session-watch.js';

/** For what lasts, such as a socket: ask before each thing that is done for it. Doors and exports are asked for by the gate already. */
@Injectable()
export class StillWelcome {
  constructor(
    private readonly watch: SessionWatch,
    private readonly gate: Gate,
  ) {}

  /** Refuses once session, account, membership, member or organisation has ended or been suspended: at most 5 s later. */
  async check(): Promise<void> {
    if ('memberId' in currentScope().actor) await this.gate.ability();
    else await this.watch.expectWelcome();
  }
}
