import { Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { IncomingHttpHeaders } from 'node:http';
import { Problem } from '#kernel/pipeline/problem.js';
import { Config } from '#platform/config/config.js';
import { bearerOf } from './bearer.js';

/** What a page must send along with a cookie; no form and no link of another site can. */
export const OWN_PAGE_HEADER = 'x-tessera-request';
const HARMLESS = new Set(['GET', 'HEAD', 'OPTIONS']);

/** In which cookie a browser keeps its access token. */
export function accessCookie(publicUrl: string): string {
  return `${cookiePrefix(publicUrl)}tessera-access`;
}

function cookiePrefix(publicUrl: string): string {
  return publicUrl.startsWith('https:') ? '__Host-' : '';
}

interface Tokens {
  accessToken: string;
  refreshToken: string | null;
  expiresIn: number;
  endsAt: Date;
}

interface HandedOver {
  accessToken: string | null;
  refreshToken: string | null;
  tokenType: 'Bearer' | 'Cookie';
}

type Handed<T> = Omit<T, keyof HandedOver | 'endsAt'> & HandedOver;

/**
 * Where tokens come from and go to: programs send them as a bearer, browsers keep them in cookies that no script can read.
 * Over plain HTTP, which is for development, browsers take no `__Host-` cookie, so they have another name there.
 */
@Injectable()
export class Credentials {
  private readonly access: string;
  private readonly refresh: string;
  private readonly traits: string;
  private readonly isSecure: boolean;
  private readonly origins: ReadonlySet<string>;

  constructor({ publicUrl, corsOrigins }: Config) {
    this.isSecure = publicUrl.startsWith('https:');
    this.access = accessCookie(publicUrl);
    this.refresh = `${cookiePrefix(publicUrl)}tessera-refresh`;
    this.traits = `Path=/; HttpOnly${this.isSecure ? '; Secure' : ''}`;
    this.origins = new Set([publicUrl, ...corsOrigins]);
  }

  /** Whoever sends an Authorization header means it, whatever cookies come along. */
  accessToken({ authorization, cookie }: IncomingHttpHeaders): string | null {
    return authorization === undefined ? cookieIn(cookie, this.access) : bearerOf(authorization);
  }

  refreshToken({ cookie }: IncomingHttpHeaders): string | null {
    return cookieIn(cookie, this.refresh);
  }

  areSent({ authorization, cookie }: IncomingHttpHeaders): boolean {
    return authorization !== undefined || cookieIn(cookie, this.access) !== null;
  }

  /** Hands the tokens over: to a browser as cookies, to anybody else in the answer. */
  hand<T extends Tokens>(reply: FastifyReply, tokens: T, asCookies: boolean): Handed<T> {
    const { endsAt, ...given } = tokens;
    const { accessToken, refreshToken } = given;
    if (!asCookies) return { ...given, accessToken, refreshToken, tokenType: 'Bearer' } as Handed<T>;
    const left = Math.max(0, Math.floor((endsAt.getTime() - Date.now()) / 1_000));
    // Lax, so that somebody who follows a link to us is still who they are.
    const access = this.cookie(this.access, accessToken, given.expiresIn, 'Lax');
    void reply.header('set-cookie', refreshToken === null ? access : [access, this.cookie(this.refresh, refreshToken, left, 'Strict')]);
    return { ...given, accessToken: null, refreshToken: null, tokenType: 'Cookie' } as Handed<T>;
  }

  takeBack(reply: FastifyReply): void {
    void reply.header('set-cookie', [this.cookie(this.access, '', 0, 'Lax'), this.cookie(this.refresh, '', 0, 'Strict')]);
  }

  /** Cookies come by themselves, so whatever changes something must come from a page of ours. */
  isFromElsewhere({ method, headers }: FastifyRequest): boolean {
    return !HARMLESS.has(method) && headers.authorization === undefined && !this.isOwnPage(headers);
  }

  /** For what is asked for without being signed in, and is answered with cookies. */
  refuseOtherPages({ headers }: FastifyRequest): void {
    if (!this.isOwnPage(headers)) throw crossSite();
  }

  /** For sockets, too, on which a page can send no header of its own. */
  isOwnOrigin({ origin, host }: Pick<IncomingHttpHeaders, 'origin' | 'host'>): boolean {
    if (origin === undefined) return false;
    // In development the same pages are served under other names and ports, too.
    return this.origins.has(origin) || (!this.isSecure && URL.canParse(origin) && new URL(origin).host === host);
  }

  private isOwnPage(headers: IncomingHttpHeaders): boolean {
    const { origin, host, [OWN_PAGE_HEADER]: said, 'sec-fetch-site': site } = headers;
    if (said === undefined) return false;
    if (origin === undefined) return site === undefined || site === 'same-origin';
    return this.isOwnOrigin({ origin, host });
  }

  private cookie(name: string, value: string, seconds: number, sameSite: 'Lax' | 'Strict'): string {
    return `${name}=${value}; Max-Age=${seconds}; ${this.traits}; SameSite=${sameSite}`;
  }
}

export function crossSite(): Problem {
  return new Problem(403, 'cross-site', 'Not from a page of ours', `Requests that are signed in by a cookie must come from our own pages, with the header ${OWN_PAGE_HEADER}.`);
}

/** The first of that name; a value that no token has is none. */
function cookieIn(cookies: string | undefined, name: string): string | null {
  if (cookies === undefined) return null;
  for (let start = 0; start < cookies.length; ) {
    const end = cookies.indexOf(';', start);
    const pair = cookies.slice(start, end < 0 ? undefined : end).trimStart();
    if (pair.startsWith(name) && pair[name.length] === '=') return pair.slice(name.length + 1).trimEnd() || null;
    if (end < 0) return null;
    start = end + 1;
  }
  return null;
}
