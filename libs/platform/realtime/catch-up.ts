import { Injectable } from '@nestjs/common';
import { currentOrganizationId } from '#kernel/tenancy/scope.js';
import { Tenancy } from '#kernel/tenancy/tenancy.js';
import { Config } from '#platform/config/config.js';
import type { Entry, Position } from '#platform/ledger/entry.js';
import { Happenings } from '#platform/ledger/happenings.js';
import { entriesSince, presentPosition } from './catch-up.query.js';
import { openCursor, sealCursor } from './cursor.js';
import { changeOf, type LiveChange } from './live-news.js';

const LAST_OF_TRANSACTION = 'ffffffff-ffff-ffff-ffff-ffffffffffff';
/** Beyond either, loading anew is less work for both sides. */
const LONGEST_GAP_MS = 60 * 60_000;
const MOST_CHANGES = 500;

/** What a client has missed while it was away. */
@Injectable()
export class CatchUp {
  constructor(
    private readonly tenancy: Tenancy,
    private readonly happenings: Happenings,
    private readonly config: Config,
  ) {}

  /** Where the ledger stands now: read it before whatever is to be kept up to date. */
  async present(): Promise<string> {
    const [row] = await this.tenancy.read<{ transaction: string }>(presentPosition());
    return this.cursorOf({ transaction: row!.transaction, entryId: LAST_OF_TRANSACTION });
  }

  cursorOf(position: Position): string {
    return sealCursor(position, Date.now(), currentOrganizationId(), this.config.cookieSecret);
  }

  /** The changes of a noun since then; null when everything should be loaded anew. */
  async since(cursor: string, noun: string): Promise<LiveChange[] | null> {
    const organizationId = currentOrganizationId();
    const from = openCursor(cursor, organizationId, this.config.cookieSecret);
    if (!from || Date.now() - from.at > LONGEST_GAP_MS) return null;
    const entries = await this.tenancy.read<Entry>(entriesSince(organizationId, from, noun, MOST_CHANGES + 1));
    return entries.length > MOST_CHANGES ? null : merged((await this.happenings.of(entries)).map(changeOf));
  }
}

/** Of several changes of a record only the last is told, with what all of them have changed. */
export function merged(changes: readonly LiveChange[]): LiveChange[] {
  const last = new Map<string, LiveChange>();
  for (const change of changes) {
    const key = `${change.noun} ${change.recordId}`;
    const before = last.get(key);
    last.delete(key);
    last.set(key, before?.what === change.what ? { ...change, changed: [...new Set([...before.changed, ...change.changed])] } : change);
  }
  return [...last.values()];
}
