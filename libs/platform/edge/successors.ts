import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import type { FastifyReply, FastifyRequest, onSendHookHandler } from 'fastify';
import { Conflict } from '#kernel/pipeline/problem.js';
import { runInScope } from '#kernel/tenancy/scope.js';
import { PROBLEM_JSON, pathOf, problemText } from './problem.filter.js';

/** Knows what has taken the place of records that are gone, such as those that were merged into others. */
export interface Succession {
  /** The id of the one that took its place, if whoever asks may read that one. `path` is that of the noun, such as `module/things`. */
  successorOf(path: string, id: string): Promise<string | null>;
}

const SUCCESSION = Symbol('succession');
const RECORD = /^\/api\/v1\/([a-z-]+\/[a-z-]+)\/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})(\/[a-z0-9/-]*)?$/;

/** Marks the provider that is a Succession. */
export function KnowsSuccessors(): <T extends new (...dependencies: never[]) => Succession>(succession: T) => void {
  return (succession) => Reflect.defineMetadata(SUCCESSION, true, succession);
}

/** Whoever asks for a record that is not there any more is shown the way to the one that took its place, if there is one. */
@Injectable()
export class Successors implements OnApplicationBootstrap {
  private all: readonly Succession[] = [];

  constructor(private readonly discovery: DiscoveryService) {}

  onApplicationBootstrap(): void {
    const found = this.discovery.getProviders().filter(({ metatype }) => typeof metatype === 'function' && Reflect.hasMetadata(SUCCESSION, metatype));
    this.all = [...new Set(found.map(({ instance }) => instance as Succession))];
  }

  /** Costs nothing where something was found. */
  readonly show: onSendHookHandler = (request, reply, payload, done) => {
    const [, path, id, rest = ''] = (reply.statusCode === 404 && request.scope.organizationId !== null && RECORD.exec(pathOf(request.url))) || [];
    if (!path || !id || this.all.length === 0) return done(null, payload);
    void runInScope(request.scope, async () => {
      const successor = await this.find(path, id).catch((error: unknown) => error as Error);
      if (successor instanceof Error) done(successor);
      else done(null, successor ? answer(request, reply, `/api/v1/${path}/${successor}`, rest) : payload);
    });
  };

  private async find(path: string, id: string): Promise<string | null> {
    for (const succession of this.all) {
      const successor = await succession.successorOf(path, id);
      if (successor) return successor;
    }
    return null;
  }
}

/** Reading goes on there by itself; whoever would change something is told first. */
function answer(request: FastifyRequest, reply: FastifyReply, address: string, rest: string): string {
  reply.removeHeader('content-length');
  if (request.method === 'GET' || request.method === 'HEAD') {
    const query = request.url.slice(pathOf(request.url).length);
    void reply.code(308).header('location', `${address}${rest}${query}`).header('content-type', 'application/json; charset=utf-8');
    return JSON.stringify({ movedTo: address });
  }
  const problem = new Conflict('Another record has taken its place. Go on with that one.', [{ at: 'id', rule: 'moved', say: address }]);
  void reply.code(problem.status).header('content-type', PROBLEM_JSON);
  return problemText(problem, pathOf(request.url), request.id);
}
