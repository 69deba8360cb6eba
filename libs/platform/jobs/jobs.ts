import { Injectable } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import { getQueueToken } from '@nestjs/bull';
import type { JobOptions, Queue } from 'bull';
import { Unavailable } from '#kernel/pipeline/problem.js';
import { scopeIfAny } from '#kernel/tenancy/scope.js';
import { currentTraceparent } from '#platform/observability/span.js';
import { within } from '#platform/clock/within.js';
import { namesItsOrganization, type JobKind, type JobPayload } from './job-kind.js';
import { QUEUES, type QueueName } from './queues.js';
import { RedisConnections } from './redis-connections.js';

const PATIENCE_MS = 1_000;
const MOST_UNANSWERED = 500;

/** What travels through Redis around the payload. */
export interface Envelope<P extends JobPayload = JobPayload> {
  readonly payload: P;
  readonly requestId?: string;
  readonly traceparent?: string;
}

export interface QueueCounts {
  waiting: number;
  active: number;
  delayed: number;
}

export interface EnqueueOptions {
  delayMs?: number;
}

/** Asks for work to be done later. Bull is known to this folder alone. */
@Injectable()
export class Jobs {
  private unanswered = 0;

  constructor(
    private readonly modules: ModuleRef,
    private readonly connections: RedisConnections,
  ) {}

  /** Fails within a second when Redis is away: whoever must not lose the work has written it to Postgres first. */
  async enqueue<P extends JobPayload>(kind: JobKind<P>, payload: P, { delayMs = 0 }: EnqueueOptions = {}): Promise<void> {
    if (!namesItsOrganization(kind, payload)) throw new TypeError(`The job ${kind.name} needs the id of its organisation, or null when it is the deployment's.`);
    if (!payload.effectKey) throw new TypeError(`The job ${kind.name} needs an effect key.`);
    if (!this.connections.isReady || this.unanswered >= MOST_UNANSWERED) throw queuesAreAway();
    const envelope: Envelope<P> = { payload, requestId: scopeIfAny()?.requestId, traceparent: currentTraceparent() };
    this.unanswered += 1;
    const added = this.queue(kind)
      .add(kind.name, envelope, { ...optionsOf(kind, payload), delay: delayMs })
      .finally(() => (this.unanswered -= 1));
    try {
      await within(PATIENCE_MS, added);
    } catch (error) {
      throw queuesAreAway(error);
    }
  }

  /** What is in the queues at this moment. */
  async counts(): Promise<Map<QueueName, QueueCounts>> {
    if (!this.connections.isReady) throw queuesAreAway();
    const counted = QUEUES.map(async (name) => {
      const { waiting, active, delayed } = await this.queue({ queue: name }).getJobCounts();
      return [name, { waiting, active, delayed }] as const;
    });
    return new Map(await within(PATIENCE_MS, Promise.all(counted)));
  }

  private queue({ queue }: Pick<JobKind, 'queue'>): Queue {
    return this.modules.get<Queue>(getQueueToken(queue), { strict: false });
  }
}

function optionsOf(kind: JobKind, { organizationId, effectKey }: JobPayload): JobOptions {
  return {
    jobId: `${kind.name}/${organizationId ?? 'deployment'}/${effectKey}`,
    attempts: kind.attempts,
    backoff: { type: 'exponential', delay: kind.backoffMs },
    timeout: kind.timeoutMs,
    // A finished job would keep its id, and the same effect could not be asked for again.
    removeOnComplete: true,
    removeOnFail: true,
    stackTraceLimit: 1,
  };
}

function queuesAreAway(cause?: unknown): Unavailable {
  return new Unavailable('Work for later cannot be taken at the moment, because the queues are away. Try again in a moment.', 5, cause);
}
