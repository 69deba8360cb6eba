import { Injectable } from '@nestjs/common';
import { sign } from 'node:crypto';
import { Config } from '#platform/config/config.js';
import { SigningKeys } from './sessions/signing-keys.js';

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
  private header = { keyId: '', text: '' };

  constructor(
    { publicUrl }: Config,
    private readonly keys: SigningKeys,
  ) {
    this.issuer = publicUrl;
  }

  /** `until` (seconds) is for a token that replaces another: it must not outlive it. */
  issue({ sub, sid, org, mem }: AccessClaims, now: Date = new Date(), until = Infinity): { token: string; expiresInSeconds: number } {
    const iat = Math.floor(now.getTime() / 1_000);
    const exp = Math.min(iat + TOKEN_LIFE_SECONDS, until);
    const claims = { iss: this.issuer, aud: TOKEN_AUDIENCE, sub, sid, org, mem, iat, nbf: iat, exp };
    const { id, privateKey } = this.keys.current;
    if (this.header.keyId !== id) this.header = { keyId: id, text: encode({ alg: 'ES256', typ: TOKEN_TYPE, kid: id }) };
    const signed = `${this.header.text}.${encode(claims)}`;
    const signature = sign('sha256', Buffer.from(signed), { key: privateKey, dsaEncoding: 'ieee-p1363' });
    return { token: `${signed}.${signature.toString('base64url')}`, expiresInSeconds: exp - iat };
  }
}

function encode(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}
