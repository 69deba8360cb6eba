import type { FastifyReply, FastifyRequest } from 'fastify';
import { Unavailable } from '#kernel/pipeline/problem.js';
import { LIMITS } from './limits.js';
import { sendProblem } from './problem.filter.js';

/**
 * Answers 503 for a handler that has not begun to answer in time. One coarse timer looks at the oldest requests, because
 * a timer for each would cost every fast request more than the rest of this file.
 */
export class Deadlines {
  private readonly waiting = new Map<FastifyReply, number>();
  private readonly timer: NodeJS.Timeout;

  constructor(
    private readonly afterMs: number = LIMITS.handlerMs,
    everyMs = Math.min(500, afterMs / 4),
  ) {
    this.timer = setInterval(() => this.giveUp(Date.now()), everyMs);
    this.timer.unref();
  }

  watch(reply: FastifyReply): void {
    this.waiting.set(reply, Date.now() + this.afterMs);
  }

  done(reply: FastifyReply): void {
    this.waiting.delete(reply);
  }

  stop(): void {
    clearInterval(this.timer);
  }

  private giveUp(now: number): void {
    for (const [reply, deadline] of this.waiting) {
      if (deadline > now) return;
      this.waiting.delete(reply);
      sendProblem(reply.request as FastifyRequest, reply, new Unavailable(`This took longer than ${this.afterMs / 1_000} s and was given up.`, 5));
    }
  }
}
