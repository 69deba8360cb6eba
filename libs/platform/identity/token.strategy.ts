import { Injectable } from '@nestjs/common';
import { PassportStrategy } from '@nestjs/passport';
import type { IncomingHttpHeaders } from 'node:http';
import { callbackify } from 'node:util';
import { Strategy } from 'passport-jwt';
import { isUuid } from '#kernel/tenancy/uuid.js';
import { LIMITS } from '#platform/edge/limits.js';
import { AccessTokens, TOKEN_AUDIENCE, TOKEN_LIFE_SECONDS, TOKEN_TYPE, type VerifiedClaims } from './access-tokens.js';
import { hasTokenForm } from './bearer.js';
import { Credentials } from './credentials.js';
import { SigningKeys } from './sessions/signing-keys.js';

const HEADER_NAMES = new Set(['alg', 'typ', 'kid']);
const KEY_ID = /^[A-Za-z0-9_-]{16}$/;

/** The one way a token becomes claims: our key, ES256, our issuer and audience, and nothing in it that we did not write. */
@Injectable()
export class TokenStrategy extends PassportStrategy(Strategy, 'access-token') {
  constructor(tokens: AccessTokens, keys: SigningKeys, credentials: Credentials) {
    super({
      jwtFromRequest: (request: { headers: IncomingHttpHeaders }) => credentials.accessToken(request.headers),
      algorithms: ['ES256'],
      issuer: tokens.issuer,
      audience: TOKEN_AUDIENCE,
      secretOrKeyProvider: callbackify(async (_request: unknown, token: string) => {
        const key = await publicKeyOf(token, keys);
        if (!key) throw new Error('The header of the token is not ours.');
        return key;
      }),
    });
  }

  validate(payload: Partial<Record<string, unknown>>): VerifiedClaims | null {
    const { sub, sid, org, mem, iat, exp } = payload;
    if (!isUuid(sub) || !isUuid(sid)) return null;
    if (typeof iat !== 'number' || typeof exp !== 'number' || exp - iat > TOKEN_LIFE_SECONDS) return null;
    if (org === undefined && mem === undefined) return { sub, sid, exp };
    return isUuid(org) && isUuid(mem) ? { sub, sid, org, mem, exp } : null;
  }
}

async function publicKeyOf(token: string, keys: SigningKeys): Promise<string | null> {
  if (token.length > LIMITS.tokenLength || !hasTokenForm(token)) return null;
  const keyId = ourKeyId(token);
  return keyId === null ? null : keys.publicKey(keyId);
}

/** A key may never come from the token itself (`jku`, `jwk`, `x5u` …), and a token of another kind is no access token. */
function ourKeyId(token: string): string | null {
  try {
    const header: unknown = JSON.parse(Buffer.from(token.slice(0, token.indexOf('.')), 'base64url').toString());
    if (typeof header !== 'object' || header === null || Object.keys(header).some((name) => !HEADER_NAMES.has(name))) return null;
    if (!('alg' in header) || header.alg !== 'ES256' || !('typ' in header) || header.typ !== TOKEN_TYPE) return null;
    return 'kid' in header && typeof header.kid === 'string' && KEY_ID.test(header.kid) ? header.kid : null;
  } catch {
    return null;
  }
}
