import { Injectable } from '@nestjs/common';
import { currentScope } from '#kernel/tenancy/scope.js';
import { Outbound } from '#platform/outbound/outbound.js';
import { answerOf, noAnswer, type Answer } from './answer.js';
import { Pace } from './pace.js';
import { signedHeaders, type Signed } from './signature.js';

/** Nobody needs to say more than a line; whoever does is not listening. */
const MOST_BYTES = 64 * 1024;

/** Brings a signed message to a target, through the one door for addresses that somebody else has chosen. */
@Injectable()
export class Post {
  constructor(
    private readonly outbound: Outbound,
    private readonly pace: Pace,
  ) {}

  async send(url: string, message: Signed & { body: string }, secrets: readonly string[]): Promise<Answer> {
    const headers = { 'content-type': 'application/json; charset=utf-8', 'user-agent': 'Tessera-Webhooks/1', ...signedHeaders(message, secrets) };
    try {
      const response = await this.outbound.send(url, { method: 'POST', headers, body: message.body, timeoutMs: this.pace.timeoutMs, mostBytes: MOST_BYTES, overOpenConnection: true });
      return answerOf(response.status, response.headers.get('retry-after'), await response.text(), currentScope().clock.now());
    } catch (error) {
      return noAnswer(error instanceof Error ? error.message : 'No answer.');
    }
  }
}
