import { Injectable } from '@nestjs/common';
import { createPublicKey, hash, sign, type KeyObject } from 'node:crypto';
import { Config } from '#platform/config/config.js';

/** Who a token speaks for: a person, and when one has been chosen, their membership of an organisation. */
export interface AccessClaims {
  /** Account. */
  sub: string;
  /** Session, by which it can be revoked. */
  sid: string;
  org?: string;
  mem?: string;
}

export interface VerifiedClaims extends AccessClaims {
  exp: number;
}

export const TOKEN_LIFE_SECONDS = 600;
export const TOKEN_TYPE = 'at+jwt';
export const TOKEN_AUDIENCE = 'tessera-api';

/** Signs access tokens. Sign-in decides whether and for whom. */
@Injectable()
export class AccessTokens {
  readonly issuer: string;
  readonly publicKey: string;
  readonly keyId: string;
  private readonly key: KeyObject;
  private readonly header: string;

  constructor({ publicUrl, tokenSigningKey }: Config) {
    this.issuer = publicUrl;
    this.key = tokenSigningKey;
    this.publicKey = createPublicKey(tokenSigningKey).export({ type: 'spki', format: 'pem' }) as string;
    this.keyId = hash('sha256', this.publicKey, 'base64url').slice(0, 16);
    this.header = encode({ alg: 'ES256', typ: TOKEN_TYPE, kid: this.keyId });
  }

  /** `until` (seconds) is for a token that replaces another: it must not outlive it. */
  issue({ sub, sid, org, mem }: AccessClaims, now: Date = new Date(), until = Infinity): { token: string; expiresInSeconds: number } {
    const iat = Math.floor(now.getTime() / 1_000);
    const exp = Math.min(iat + TOKEN_LIFE_SECONDS, until);
    const claims = { iss: this.issuer, aud: TOKEN_AUDIENCE, sub, sid, org, mem, iat, nbf: iat, exp };
    const signed = `${this.header}.${encode(claims)}`;
    const signature = sign('sha256', Buffer.from(signed), { key: this.key, dsaEncoding: 'ieee-p1363' });
    return { token: `${signed}.${signature.toString('base64url')}`, expiresInSeconds: exp - iat };
  }
}

function encode(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}
