import { Injectable } from '@nestjs/common';
import bcrypt from 'bcrypt';
import { createHash } from 'node:crypto';
import { Invalid, Unavailable } from '#kernel/pipeline/problem.js';
import { weaknessesOf } from './common-passwords.js';

/** Names how the rest was made, so that a later sign-in can replace it by something stronger. */
const VERSION = 'v1$';
const COST = 12;
/** What an unknown address is compared with: the same work, and no password fits. */
const NOBODYS = `$2b$${COST}$${'.'.repeat(53)}`;
const MOST_AT_ONCE = 2;
const MOST_WAITING = 60;

/**
 * bcrypt reads 72 bytes and stops at a zero byte, so it gets a digest in base64 instead of the password. It works in
 * Node's few helper threads, which files and name look-ups share: two at once leave them room.
 */
@Injectable()
export class Passwords {
  private running = 0;
  private readonly waiting: (() => void)[] = [];

  /** Of a new password. One that would be guessed is refused; `words` are those that an attacker would try for this person. */
  async hash(password: string, words: readonly string[] = []): Promise<string> {
    const weaknesses = await weaknessesOf(password, words);
    if (weaknesses.length > 0) throw new Invalid(weaknesses);
    return VERSION + (await this.inTurn(() => bcrypt.hash(digest(password), COST)));
  }

  /** Takes as long without a hash as with one. */
  async matches(password: string, hash: string | null): Promise<boolean> {
    const known = hash?.startsWith(VERSION) ? hash.slice(VERSION.length) : null;
    const fits = await this.inTurn(() => bcrypt.compare(digest(password), known ?? NOBODYS));
    return fits && known !== null;
  }

  private async inTurn<T>(work: () => Promise<T>): Promise<T> {
    if (this.running >= MOST_AT_ONCE) await this.turn();
    else this.running += 1;
    try {
      return await work();
    } finally {
      const next = this.waiting.shift();
      if (next) next();
      else this.running -= 1;
    }
  }

  private turn(): Promise<void> {
    if (this.waiting.length >= MOST_WAITING) throw new Unavailable('Too many people are signing in at this moment. Try again in a few seconds.', 3);
    return new Promise((resolve) => this.waiting.push(resolve));
  }
}

function digest(password: string): string {
  return createHash('sha384').update(password.normalize('NFC')).digest('base64');
}
