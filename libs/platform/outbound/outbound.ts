import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import http, { type IncomingMessage } from 'node:http';
import https from 'node:https';
import { connect, isIP, type LookupFunction, type Socket } from 'node:net';
import { Problem } from '#kernel/pipeline/problem.js';
import { Config } from '#platform/config/config.js';
import { Names } from './names.js';
import { isPublicAddress } from './public-address.js';

export interface Errand {
  method?: string;
  headers?: Record<string, string>;
  body?: string | Uint8Array;
  /** How many redirects may be followed, each of which is looked at like the first address; only where nothing is sent along. */
  redirects?: number;
  timeoutMs?: number;
  mostBytes?: number;
  /** Goes over a connection that is left open for the next one, for what may arrive twice: whether a closed one took it is not known. */
  overOpenConnection?: boolean;
}

const LONGEST_MS = 10_000;
const MOST_BYTES = 1024 * 1024;
const OPEN_FOR_MS = 10_000;
const MOST_OPEN_TO_ONE_HOST = 32;
const REDIRECTS = new Set([301, 302, 303, 307, 308]);

const KEPT_OPEN = { keepAlive: true, timeout: OPEN_FOR_MS, maxFreeSockets: MOST_OPEN_TO_ONE_HOST };

/** One sentence for all of it, so that nobody maps our network by asking. */
const REFUSED = 'This address cannot be reached from here: it must be public, answer in time and be of a sensible size.';

/**
 * The one door through which requests leave whose address somebody else has chosen (S35). The address is judged when the
 * connection is made, by what its name stands for at that moment, and nobody is connected to anything else.
 */
@Injectable()
export class Outbound implements OnApplicationShutdown {
  private readonly allowed: ReadonlySet<string>;
  private readonly onlyHttps: boolean;
  private readonly open = { 'http:': new http.Agent(KEPT_OPEN), 'https:': new https.Agent(KEPT_OPEN) };

  constructor(
    { outboundHosts, nodeEnv }: Config,
    private readonly names: Names,
  ) {
    this.allowed = new Set(outboundHosts);
    this.onlyHttps = nodeEnv === 'production';
  }

  async send(address: string, errand: Errand = {}): Promise<Response> {
    const { redirects = 0, timeoutMs = LONGEST_MS } = errand;
    const signal = AbortSignal.timeout(timeoutMs);
    let url = this.judged(address);
    for (let left = redirects; ; left -= 1) {
      const answer = await this.once(url, errand, signal);
      const next = REDIRECTS.has(answer.status) ? answer.headers.get('location') : null;
      if (next === null || redirects === 0) return answer;
      const carries = errand.body !== undefined || !['GET', 'HEAD'].includes(errand.method ?? 'GET');
      if (left === 0 || carries || !URL.canParse(next, url.href)) throw unreachable();
      url = this.judged(new URL(next, url.href).href);
      // What was meant for one host is not carried to another.
      if (Object.keys(errand.headers ?? {}).length > 0) errand = { ...errand, headers: {} };
    }
  }

  /** In the form of `fetch()`, for libraries that take one instead of their own. It follows no redirect. */
  readonly fetch = (address: string, { method, headers, body }: { method?: string; headers?: Record<string, string>; body?: unknown } = {}): Promise<Response> => {
    const sent = body instanceof URLSearchParams ? body.toString() : body;
    if (sent !== undefined && sent !== null && typeof sent !== 'string' && !(sent instanceof Uint8Array)) throw new TypeError('Only texts and bytes can be sent.');
    return this.send(address, { method, headers, body: sent ?? undefined });
  };

  /** A connection that speaks another language, such as that of mail servers. */
  connect(host: string, port: number, timeoutMs = LONGEST_MS): Promise<Socket> {
    const place = `${host}:${port}`.toLowerCase();
    if (isIP(host) !== 0 && !this.mayReach(host, place)) return Promise.reject(unreachable());
    return new Promise((resolve, reject) => {
      const socket = connect({ host, port, lookup: this.lookup(place) });
      socket.setTimeout(timeoutMs, () => socket.destroy(new Error('There was no answer in time.')));
      socket.on('error', (cause) => reject(unreachable(cause)));
      socket.on('connect', () => resolve(socket.setTimeout(0)));
    });
  }

  /** Whether the configuration says that it may be reached although it is not public. */
  isExcepted(host: string, port: number): boolean {
    return this.allowed.has(`${host}:${port}`.toLowerCase());
  }

  private judged(address: string): URL {
    if (!URL.canParse(address)) throw unreachable();
    const url = new URL(address);
    const isHttp = url.protocol === 'https:' || (url.protocol === 'http:' && !this.onlyHttps);
    if (!isHttp || url.username !== '' || url.password !== '') throw unreachable();
    const literal = url.hostname.replace(/^\[|\]$/g, '');
    // A literal is never looked up when connecting.
    if (isIP(literal) !== 0 && !this.mayReach(literal, url.host)) throw unreachable();
    return url;
  }

  private once(url: URL, errand: Errand, signal: AbortSignal): Promise<Response> {
    const { method = 'GET', headers = {}, body, mostBytes = MOST_BYTES, overOpenConnection } = errand;
    return new Promise((resolve, reject) => {
      const fail = (cause?: unknown) => reject(unreachable(cause));
      let answered = false;
      try {
        const agent = overOpenConnection && this.open[url.protocol as 'http:' | 'https:'];
        const { request: open } = url.protocol === 'https:' ? https : http;
        const request = open(url, { method, headers: { 'accept-encoding': 'identity', ...headers }, signal, agent: agent || false, lookup: this.lookup(url.host) }, (answer) => {
          answered = true;
          read(answer, mostBytes).then((bytes) => resolve(responseOf(answer, bytes)), (cause: unknown) => {
            request.destroy();
            fail(cause);
          });
        });
        request.on('error', (cause) => {
          // It was closed from afar while nothing went over it.
          if (request.reusedSocket && !answered && !signal.aborted) resolve(this.once(url, { ...errand, overOpenConnection: false }, signal));
          else fail(cause);
        });
        request.end(body);
      } catch (cause) {
        fail(cause);
      }
    });
  }

  /** Asked by the socket itself: what is judged here is what it connects to. One closed address among several closes all. */
  private lookup(host: string): LookupFunction {
    return (hostname, options, answer) => {
      this.names.addresses(hostname).then((addresses) => {
        if (addresses.length === 0 || !addresses.every((address) => this.mayReach(address, host))) return answer(unreachable(), '', 0);
        const found = addresses.map((address) => ({ address, family: isIP(address) }));
        if (options.all) answer(null, found);
        else answer(null, found[0]!.address, found[0]!.family);
      }, () => answer(unreachable(), '', 0));
    };
  }

  onApplicationShutdown(): void {
    for (const agent of Object.values(this.open)) agent.destroy();
  }

  private mayReach(address: string, host: string): boolean {
    return isPublicAddress(address) || this.allowed.has(host);
  }
}

async function read(answer: IncomingMessage, mostBytes: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of answer as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > mostBytes) throw new Error('The answer is too large.');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function responseOf({ statusCode = 502, headers }: IncomingMessage, bytes: Buffer): Response {
  const kept = Object.entries(headers).flatMap(([name, value]) => (value === undefined ? [] : [[name, Array.isArray(value) ? value.join(', ') : value] as [string, string]]));
  const hasBody = ![101, 204, 205, 304].includes(statusCode);
  return new Response(hasBody ? new Uint8Array(bytes) : null, { status: statusCode, headers: kept });
}

function unreachable(cause?: unknown): Problem {
  return new Problem(502, 'unreachable', 'Cannot be reached', REFUSED, { cause });
}
