import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { FastifyHttpOptions, FastifyInstance, FastifyReply, FastifyRequest, RouteOptions } from 'fastify';
import type { Socket } from 'node:net';
import { STATUS_CODES, type Server } from 'node:http';
import { uuidv7 } from '#kernel/tenancy/uuid.js';
import type { Config } from '#platform/config/config.js';
import { parseJson } from './json-body.js';
import { LIMITS } from './limits.js';
import { PROBLEM_JSON, problemText, sendProblem } from './problem.filter.js';
import { problemOf, refusal } from './problem-of.js';
import { parseQuery } from './query-string.js';
import { requestIds } from './request-scope.js';
import { securityHeaders } from './security-headers.js';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** A type of body that this route alone takes, as it came; `bytes` for JSON whose very bytes are signed. */
    takes?: string;
    /** Why a route that Nest does not guard may be reached by anybody. */
    open?: string;
  }
}

const AS_BYTES = 'bytes';
const VERBS = ['get', 'post', 'put', 'patch', 'delete', 'head', 'options', 'all'] as const;

/** Registered by the CORS package; it answers what a browser asks before a request, and leads to no handler. */
const PREFLIGHT = 'OPTIONS *';

/** Fastify as the edge wants it, with an eye on routes that would pass by the guard. */
export class EdgeAdapter extends FastifyAdapter {
  private nestIsRegistering = false;
  private readonly unguarded: string[] = [];

  constructor(config: Config) {
    super(options(config));
    for (const verb of VERBS) this.noteWhatNestRegisters(verb);
    const fastify = this.getInstance<FastifyInstance>();
    fastify.addHook('onRoute', (route) => this.inspect(route));
    fastify.removeAllContentTypeParsers();
    fastify.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request, body, done) => {
      try {
        done(null, request.routeOptions.config.takes === AS_BYTES ? body : parseJson(body as Buffer));
      } catch (error) {
        done(error as Error);
      }
    });
    for (const type of ['text/csv', 'application/x-www-form-urlencoded']) {
      fastify.addContentTypeParser(type, { parseAs: 'buffer' }, (request, body, done) => {
        if (request.routeOptions.config.takes === type) done(null, body);
        else done(refusal(415));
      });
    }
  }

  /** Routes registered beside Nest, where no guard runs, without saying why they are open. */
  refuseUnguarded(): void {
    if (this.unguarded.length === 0) return;
    throw new Error(`These routes pass by the guard:\n${this.unguarded.map((route) => `  - ${route}`).join('\n')}\nMake each a Nest controller, or register it with { config: { open: 'why it is open' } }.`);
  }

  private noteWhatNestRegisters(verb: (typeof VERBS)[number]): void {
    const register = this[verb].bind(this) as (...route: unknown[]) => unknown;
    Object.assign(this, {
      [verb]: (...route: unknown[]) => {
        this.nestIsRegistering = true;
        try {
          return register(...route);
        } finally {
          this.nestIsRegistering = false;
        }
      },
    });
  }

  private inspect({ method, url, config }: RouteOptions): void {
    const route = `${String(method)} ${url}`;
    if (!this.nestIsRegistering && !config?.open && route !== PREFLIGHT) this.unguarded.push(route);
  }
}

function options(config: Config): FastifyHttpOptions<Server> {
  const headers = securityHeaders(config.publicUrl);
  return {
    trustProxy: config.trustedProxies.length > 0 ? [...config.trustedProxies] : false,
    genReqId: requestIds(config.trustedProxies),
    // What still comes over a connection that was kept alive is answered, not refused: whoever sent it cannot know that we stop.
    return503OnClosing: false,
    forceCloseConnections: 'idle',
    bodyLimit: LIMITS.bodyBytes,
    connectionTimeout: LIMITS.connectionMs,
    keepAliveTimeout: LIMITS.keepAliveMs,
    requestTimeout: LIMITS.requestMs,
    http: { headersTimeout: LIMITS.headersMs, maxHeaderSize: LIMITS.headerBytes, connectionsCheckingInterval: 2_000 },
    routerOptions: { querystringParser: parseQuery, maxParamLength: LIMITS.pathParameterLength },
    frameworkErrors: (error: Error, request: FastifyRequest, reply: FastifyReply) => {
      reply.headers(headers).header('x-request-id', request.id);
      sendProblem(request, reply, problemOf(error));
    },
    clientErrorHandler: (error: NodeJS.ErrnoException, socket: Socket) => answerBrokenRequest(error, socket, headers),
  };
}

const BROKEN: Record<string, number> = { HPE_HEADER_OVERFLOW: 431, ERR_HTTP_REQUEST_TIMEOUT: 408 };

/** What Node's parser refuses before there is a request. */
function answerBrokenRequest({ code }: NodeJS.ErrnoException, socket: Socket, headers: Readonly<Record<string, string>>): void {
  if (code === 'ECONNRESET' || socket.destroyed || !socket.writable) return void socket.destroy();
  const status = BROKEN[code ?? ''] ?? 400;
  const body = problemText(refusal(status, 'This is not an HTTP request that can be understood.'), '/', uuidv7());
  const lines = Object.entries({ ...headers, 'content-type': PROBLEM_JSON, 'content-length': Buffer.byteLength(body), connection: 'close' });
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${lines.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n${body}`);
}
