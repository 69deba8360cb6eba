import { Injectable } from '@nestjs/common';
import { Gate } from '#kernel/gate/gate.js';
import { ActDoor } from '#kernel/pipeline/act.js';
import { ReadDoor } from '#kernel/pipeline/read.js';
import { WriteDoor } from '#kernel/pipeline/write.js';
import { Nouns } from '#kernel/resource/custom-fields.js';
import { Tenancy } from '#kernel/tenancy/tenancy.js';
import { Assigner } from '#platform/assignment/assigner.js';
import { Mail } from '#platform/mail/mail.js';
import { Outbound } from '#platform/outbound/outbound.js';
import { Work } from '#platform/work/work.js';
import { Credentials } from '../credential/credentials.js';
import type { Ground } from '../graph/check.js';
import { Templates } from '../template/templates.js';
import { Records } from './records.js';

/** Everything that steps may use, so that each of them is a plain object. */
@Injectable()
export class Tools {
  constructor(
    readonly read: ReadDoor,
    readonly records: Records,
    readonly write: WriteDoor,
    readonly acts: ActDoor,
    readonly tenancy: Tenancy,
    readonly mail: Mail,
    readonly outbound: Outbound,
    readonly work: Work,
    readonly templates: Templates,
    readonly assigner: Assigner,
    readonly credentials: Credentials,
    private readonly gate: Gate,
    private readonly nouns: Nouns,
  ) {}

  /** The nouns as the organisation in scope has them, and what the actor in scope may do. */
  async ground(): Promise<Ground> {
    return { registry: await this.nouns.here(), ability: await this.gate.ability() };
  }

  /** What a drawing is checked against. */
  async drawingGround(): Promise<Ground> {
    return { ...(await this.ground()), secrets: await this.credentials.known() };
  }
}
