import { Injectable } from '@nestjs/common';
import { Forbidden } from '#kernel/pipeline/problem.js';
import { currentOrganizationId, currentScope, runInScope } from '#kernel/tenancy/scope.js';
import { PlatformDatabase } from '#kernel/tenancy/tenancy.js';
import { accountOfMember } from '#platform/work/work.query.js';

const REQUEST = /^run:([0-9a-f-]{36})$/;

/** Runs act as a member, under their own name in the ledger; what they write there leads back to them. */
@Injectable()
export class Principal {
  constructor(private readonly platform: PlatformDatabase) {}

  async as<T>(memberId: string, runId: string, work: () => Promise<T>): Promise<T> {
    const [member] = await this.platform.query<{ accountId: string }>(accountOfMember(currentOrganizationId(), memberId));
    if (!member) throw new Forbidden('The member as whom the workflow runs is no longer active here. Somebody else has to publish it.');
    return runInScope({ ...currentScope(), actor: { kind: 'member', accountId: member.accountId, memberId }, requestId: `run:${runId}`, reason: null }, work);
  }
}

/** The run that wrote an entry of the ledger, if one did. */
export function runOfRequest(requestId: string | null): string | null {
  return REQUEST.exec(requestId ?? '')?.[1] ?? null;
}
