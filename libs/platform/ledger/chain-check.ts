import { Injectable } from '@nestjs/common';
import { inOrganization, PlatformDatabase, Tenancy } from '#kernel/tenancy/tenancy.js';
import { headOf, linkAfter, unchained, wrongEntries, type CheckedLink, type Link, type Wrong, type WrongEntry } from './chain.query.js';

export interface Fault {
  /** The entry that is wrong, where it is one. */
  entryId: string | null;
  say: string;
}

export interface Checked {
  entries: { waiting: number; since: Date | null };
  /** Where the chain ends. */
  head: Link;
  faults: Fault[];
}

export interface CheckOptions {
  /** No entry with a lower id is looked for: its month has been set aside. */
  setAside?: string;
  /** Links that were noted elsewhere and must still be there. */
  noted?: readonly Link[];
}

const SAY: Record<Wrong, string> = {
  edited: 'who, when or what it tells has been changed',
  'values edited': 'its values have been changed, and no erasure of them was told',
  removed: 'it has been removed',
  moved: 'it has been moved to another place',
  inserted: 'it was inserted afterwards',
};
const MOST_FAULTS = 20;
const EARLIEST = '00000000-0000-0000-0000-000000000000';
const NOTHING: Link = { number: '0', digest: Buffer.alloc(0) };

/** Whether the ledger of an organisation is what was chained. Reads one link at a time, however long the ledger is. */
@Injectable()
export class ChainCheck {
  constructor(
    private readonly tenancy: Tenancy,
    private readonly platform: PlatformDatabase,
  ) {}

  check(organizationId: string, options: CheckOptions = {}): Promise<Checked> {
    return inOrganization(organizationId, { kind: 'system', reason: 'ledger verification' }, () => this.walk(organizationId, options));
  }

  private async walk(organizationId: string, { setAside = EARLIEST, noted = [] }: CheckOptions): Promise<Checked> {
    // Before the walk: the chain may grow meanwhile, and never shrinks.
    const [head] = await this.platform.query<Link>(headOf(organizationId));
    const expected = [...noted, ...(head ? [head] : [])];
    const faults: Fault[] = [];
    let at: Pick<CheckedLink, 'number' | 'digest' | 'transaction' | 'entryId'> = { ...NOTHING, transaction: '0', entryId: EARLIEST };
    for (;;) {
      const [link] = await this.tenancy.read<CheckedLink>(linkAfter(organizationId, at));
      if (!link) break;
      const { number } = link;
      if (BigInt(number) !== BigInt(at.number) + 1n) faults.push({ entryId: null, say: `link ${BigInt(at.number) + 1n} of the chain has been removed` });
      else if (!link.digest.equals(link.expected)) faults.push({ entryId: null, say: `link ${number} of the chain has been changed` });
      for (const each of expected) if (each.number === number && !each.digest.equals(link.digest)) faults.push({ entryId: null, say: `link ${number} of the chain is not the one that was noted: the chain was made anew` });
      const wrong = await this.tenancy.read<WrongEntry>(wrongEntries(organizationId, number, at, setAside, MOST_FAULTS));
      faults.push(...wrong.map(({ id, wrong: kind }) => ({ entryId: id, say: SAY[kind] })));
      at = link;
      if (faults.length >= MOST_FAULTS) break;
    }
    const cut = faults.length < MOST_FAULTS ? expected.filter(({ number }) => BigInt(number) > BigInt(at.number)) : [];
    if (cut.length) faults.push({ entryId: null, say: `the end has been cut off: the chain was ${cut.at(-1)!.number} links long and has ${at.number}` });
    const [waiting] = await this.tenancy.read<{ count: number; since: Date | null }>(unchained(organizationId, at));
    return { entries: { waiting: waiting!.count, since: waiting!.since }, head: { number: at.number, digest: at.digest }, faults };
  }
}
