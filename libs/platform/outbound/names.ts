import { Injectable } from '@nestjs/common';
import { lookup } from 'node:dns/promises';

/** What names stand for. The one place that asks, so that a test can answer. */
@Injectable()
export class Names {
  async addresses(host: string): Promise<string[]> {
    return (await lookup(host, { all: true, verbatim: true })).map(({ address }) => address);
  }
}
