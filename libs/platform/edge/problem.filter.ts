import { Catch, Inject, Logger, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Problem } from '#kernel/pipeline/problem.js';
import { WORDS, type Words } from '#platform/words/words.js';
import { problemOf } from './problem-of.js';

export const PROBLEM_JSON = 'application/problem+json; charset=utf-8';

/** RFC 9457, for everything that goes wrong on the way through the edge. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  private readonly log = new Logger('Edge');

  constructor(@Inject(WORDS) private readonly words: Words) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const problem = problemOf(error);
    if (problem.status >= 500) this.log.error({ msg: problem.detail, err: problem.cause ?? error });
    if (host.getType() !== 'http') return;
    const http = host.switchToHttp();
    const [request, reply] = [http.getRequest<FastifyRequest>(), http.getResponse<FastifyReply>()];
    const language = this.words.languageFor(request.headers['accept-language']?.split(/[,;]/)[0] ?? '');
    reply.header('content-language', language);
    sendProblem(request, reply, this.inWordsOf(language, problem));
  }

  private inWordsOf(language: string, { status, kind, title, detail, errors, retryAfterSeconds }: Problem): Problem {
    const said = errors.map(({ at, rule, say }) => ({ at, rule, say: this.words.sentences(language, say) }));
    return new Problem(status, kind, title, this.words.sentences(language, detail), { errors: said, ...(retryAfterSeconds !== null && { retryAfterSeconds }) });
  }
}

export function sendProblem(request: FastifyRequest, reply: FastifyReply, problem: Problem): void {
  if (reply.sent || reply.raw.headersSent) return;
  if (problem.retryAfterSeconds !== null) reply.header('retry-after', problem.retryAfterSeconds);
  if (problem.status === 401) reply.header('www-authenticate', 'Bearer');
  void reply.code(problem.status).header('content-type', PROBLEM_JSON).send(problemText(problem, pathOf(request.url), request.id));
}

export function problemText({ status, kind, title, detail, errors }: Problem, instance: string, requestId: string): string {
  return JSON.stringify({ type: `urn:tessera:problem:${kind}`, title, status, detail, instance, requestId, ...(errors.length > 0 && { errors }) });
}

/** Without the query, which may hold what should not be repeated. */
export function pathOf(url: string): string {
  const end = url.search(/[?#]/);
  return end < 0 ? url : url.slice(0, end);
}
