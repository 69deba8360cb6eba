import { Injectable } from '@nestjs/common';
import { Forbidden } from '#kernel/pipeline/problem.js';
import { currentOrganizationId, currentScope, runInScope } from '#kernel/tenancy/scope.js';
import { PlatformDatabase } from '#kernel/tenancy/tenancy.js';
import { accountsOfMembers } from '#platform/work/work.query.js';

/** As long as the gate, which asks for the rights themselves, and for whether the member is still one. */
const FRESH_FOR_MS = 4_000;
const MOST_REMEMBERED = 5_000;
const REQUEST = /^run:([0-9a-f-]{36})$/;

/** Runs act as a member, under their own name in the ledger; what they write there leads back to them. */
@Injectable()
export class Principal {
  private readonly remembered = new Map<string, { accountId: string; until: number }>();

  constructor(private readonly platform: PlatformDatabase) {}

  async as<T>(memberId: string, runId: string, work: () => Promise<T>): Promise<T> {
    const accountId = await this.accountOf(memberId);
    return runInScope({ ...currentScope(), actor: { kind: 'member', accountId, memberId }, requestId: `run:${runId}`, reason: null }, work);
  }

  private async accountOf(memberId: string): Promise<string> {
    const key = `${currentOrganizationId()}:${memberId}`;
    const known = this.remembered.get(key);
    if (known && known.until > Date.now()) return known.accountId;
    const [member] = await this.platform.query<{ accountId: string }>(accountsOfMembers(currentOrganizationId(), [memberId]));
    if (!member) throw new Forbidden('The member as whom the workflow runs is no longer active here. Somebody else has to publish it.');
    if (this.remembered.size >= MOST_REMEMBERED) this.remembered.clear();
    this.remembered.set(key, { accountId: member.accountId, until: Date.now() + FRESH_FOR_MS });
    return member.accountId;
  }
}

/** The run that wrote an entry of the ledger, if one did. */
export function runOfRequest(requestId: string | null): string | null {
  return REQUEST.exec(requestId ?? '')?.[1] ?? null;
}
