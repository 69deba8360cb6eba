import { Injectable } from '@nestjs/common';
import { PassportStrategy } from '@nestjs/passport';
import { Strategy } from 'passport-jwt';
import { isUuid } from '#kernel/tenancy/uuid.js';
import { AccessTokens, TOKEN_AUDIENCE, TOKEN_LIFE_SECONDS, TOKEN_TYPE, type VerifiedClaims } from './access-tokens.js';
import { bearerOf, hasTokenForm } from './bearer.js';

const SESSION = /^[A-Za-z0-9_-]{1,64}$/;
const HEADER_NAMES = new Set(['alg', 'typ', 'kid']);

/** The one way a token becomes claims: our key, ES256, our issuer and audience, and nothing in it that we did not write. */
@Injectable()
export class TokenStrategy extends PassportStrategy(Strategy, 'access-token') {
  constructor(tokens: AccessTokens) {
    super({
      jwtFromRequest: (request: { headers: { authorization?: string } }) => bearerOf(request.headers.authorization),
      algorithms: ['ES256'],
      issuer: tokens.issuer,
      audience: TOKEN_AUDIENCE,
      secretOrKeyProvider: (_request: unknown, token: string, done: (error: Error | null, key?: string) => void) => {
        if (hasTokenForm(token) && isOurHeader(token, tokens.keyId)) done(null, tokens.publicKey);
        else done(new Error('The header of the token is not ours.'));
      },
    });
  }

  validate(payload: Partial<Record<string, unknown>>): VerifiedClaims | null {
    const { sub, sid, org, mem, iat, exp } = payload;
    if (!isUuid(sub) || typeof sid !== 'string' || !SESSION.test(sid)) return null;
    if (typeof iat !== 'number' || typeof exp !== 'number' || exp - iat > TOKEN_LIFE_SECONDS) return null;
    if (org === undefined && mem === undefined) return { sub, sid, exp };
    return isUuid(org) && isUuid(mem) ? { sub, sid, org, mem, exp } : null;
  }
}

/** A key may never come from the token itself (`jku`, `jwk`, `x5u` …), and a token of another kind is no access token. */
function isOurHeader(token: string, keyId: string): boolean {
  try {
    const header: unknown = JSON.parse(Buffer.from(token.slice(0, token.indexOf('.')), 'base64url').toString());
    if (typeof header !== 'object' || header === null || Object.keys(header).some((name) => !HEADER_NAMES.has(name))) return false;
    return 'alg' in header && header.alg === 'ES256' && 'typ' in header && header.typ === TOKEN_TYPE && 'kid' in header && header.kid === keyId;
  } catch {
    return false;
  }
}
