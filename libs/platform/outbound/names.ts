import { Injectable } from '@nestjs/common';
import { lookup, Resolver } from 'node:dns/promises';

const SAYS_NOTHING = new Set(['ENOTFOUND', 'ENODATA']);

/** What names stand for. The one place that asks, so that a test can answer. */
@Injectable()
export class Names {
  async addresses(host: string): Promise<string[]> {
    return (await lookup(host, { all: true, verbatim: true })).map(({ address }) => address);
  }

  /** What stands there as text; empty when the name is not there or says nothing. Throws when nobody could be asked. */
  async texts(name: string): Promise<string[]> {
    try {
      const found = await new Resolver({ timeout: 3_000, tries: 2 }).resolveTxt(name);
      return found.map((parts) => parts.join(''));
    } catch (error) {
      if (SAYS_NOTHING.has((error as NodeJS.ErrnoException).code ?? '')) return [];
      throw error;
    }
  }
}
