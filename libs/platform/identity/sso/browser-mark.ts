import { Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { randomBytes } from 'node:crypto';
import { Config } from '#platform/config/config.js';

const FORM = /^[A-Za-z0-9_-]{43}$/;
const LIFE_SECONDS = 10 * 60;

/** What a browser is known by from the moment it begins a sign-in until it comes back from the provider: a cookie that no script can read. */
@Injectable()
export class BrowserMark {
  private readonly name: string;
  private readonly traits: string;

  constructor({ publicUrl }: Config) {
    const isSecure = publicUrl.startsWith('https:');
    this.name = `${isSecure ? '__Host-' : ''}tessera-sso`;
    // Lax: the provider leads the browser back from another site.
    this.traits = `Path=/; HttpOnly${isSecure ? '; Secure' : ''}; SameSite=Lax`;
  }

  /** The one that is there goes on, so that two pages of the same browser do not undo each other. */
  make(request: FastifyRequest, reply: FastifyReply): string {
    const mark = this.of(request) ?? randomBytes(32).toString('base64url');
    void reply.header('set-cookie', `${this.name}=${mark}; Max-Age=${LIFE_SECONDS}; ${this.traits}`);
    return mark;
  }

  of({ headers }: FastifyRequest): string | null {
    const pairs = (headers.cookie ?? '').split(';').map((pair) => pair.trim());
    const mark = pairs.find((pair) => pair.startsWith(`${this.name}=`))?.slice(this.name.length + 1);
    return mark !== undefined && FORM.test(mark) ? mark : null;
  }
}
