import { Catch, Inject, Logger, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Problem } from '#kernel/pipeline/problem.js';
import { WORDS, type Words } from '#platform/words/words.js';
import { problemOf } from './problem-of.js';
import { languageOf, spoken } from './spoken.js';

export const PROBLEM_JSON = 'application/problem+json; charset=utf-8';

type Told = Pick<Problem, 'status' | 'kind' | 'title' | 'detail' | 'errors' | 'retryAfterSeconds'>;

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
    const language = languageOf(request, this.words);
    reply.header('content-language', language);
    sendProblem(request, reply, spoken<Told>(problem, language, this.words));
  }
}

export function sendProblem(request: FastifyRequest, reply: FastifyReply, problem: Told): void {
  if (reply.sent || reply.raw.headersSent) return;
  if (problem.retryAfterSeconds !== null) reply.header('retry-after', problem.retryAfterSeconds);
  if (problem.status === 401) reply.header('www-authenticate', 'Bearer');
  void reply.code(problem.status).header('content-type', PROBLEM_JSON).send(problemText(problem, pathOf(request.url), request.id));
}

export function problemText({ status, kind, title, detail, errors }: Omit<Told, 'retryAfterSeconds'>, instance: string, requestId: string): string {
  return JSON.stringify({ type: `urn:tessera:problem:${kind}`, title, status, detail, instance, requestId, ...(errors.length > 0 && { errors }) });
}

/** Without the query, which may hold what should not be repeated. */
export function pathOf(url: string): string {
  const end = url.search(/[?#]/);
  return end < 0 ? url : url.slice(0, end);
}
