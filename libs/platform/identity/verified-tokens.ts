import { Injectable } from '@nestjs/common';
import { hash } from 'node:crypto';
import type { VerifiedClaims } from './access-tokens.js';

/**
 * Tokens whose signature this process has checked, until they expire: checking one costs a hundred times what looking it
 * up does. Kept by hash, so that a dump of the memory's maps holds no token.
 */
@Injectable()
export class VerifiedTokens {
  private readonly claims = new Map<string, VerifiedClaims>();
  private readonly most = 20_000;

  find(token: string, nowSeconds = Date.now() / 1_000): VerifiedClaims | undefined {
    const key = hash('sha256', token, 'base64');
    const known = this.claims.get(key);
    if (known && known.exp <= nowSeconds) {
      this.claims.delete(key);
      return undefined;
    }
    return known;
  }

  remember(token: string, claims: VerifiedClaims): void {
    if (this.claims.size >= this.most) this.forgetOlderHalf();
    this.claims.set(hash('sha256', token, 'base64'), claims);
  }

  /** When a session is revoked, its tokens must pass the full check again. */
  forgetSession(sid: string): void {
    for (const [key, claims] of this.claims) if (claims.sid === sid) this.claims.delete(key);
  }

  private forgetOlderHalf(): void {
    let left = this.claims.size >> 1;
    for (const key of this.claims.keys()) {
      if (left === 0) return;
      this.claims.delete(key);
      left -= 1;
    }
  }
}
