import { Injectable } from '@nestjs/common';
import { KeyIdentification, type KeyCaller } from '../keys/key-identification.js';
import { ClientIdentification, type ClientCaller } from './client-identification.js';

export type ProgramCaller = KeyCaller | ClientCaller;

/** Who is calling, when it is a program: one with a key of its own, or an application that somebody has let in. */
@Injectable()
export class Programs {
  constructor(
    private readonly keys: KeyIdentification,
    private readonly clients: ClientIdentification,
  ) {}

  isSent(authorization: string | undefined): boolean {
    return this.keys.isSent(authorization) || this.clients.isSent(authorization);
  }

  /** Without asking anybody: this process has checked it a moment ago. */
  known(authorization: string | undefined, address: string): ProgramCaller | null {
    return this.keys.known(authorization, address) ?? this.clients.known(authorization);
  }

  verify(authorization: string | undefined, address: string): Promise<ProgramCaller> {
    return this.keys.isSent(authorization) ? this.keys.verify(authorization, address) : this.clients.verify(authorization);
  }
}
