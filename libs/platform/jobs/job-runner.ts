import { type BeforeApplicationShutdown, Inject, Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { DiscoveryService, ModuleRef } from '@nestjs/core';
import { getQueueToken } from '@nestjs/bull';
import type { Job, Queue } from 'bull';
import { anonymousScope, runInScope } from '#kernel/tenancy/scope.js';
import { asSystem, inOrganization, PlatformDatabase } from '#kernel/tenancy/tenancy.js';
import { uuidv7 } from '#kernel/tenancy/uuid.js';
import { jobSeconds } from '#platform/observability/metrics.js';
import { inSpan, SpanKind, startSpan } from '#platform/observability/span.js';
import { standingOfOrganization, type OrganizationStanding } from '#platform/organizations/organization.query.js';
import { within } from '#platform/clock/within.js';
import { handBack } from './hand-back.js';
import { handledKinds, namesItsOrganization, type JobContext, type JobHandler, type JobKind, type JobPayload } from './job-kind.js';
import type { Envelope } from './jobs.js';
import { JOBS_OPTIONS, type JobsOptions } from './jobs-options.js';
import { measureQueues } from './queue-metrics.js';
import { CONCURRENCY, type QueueName } from './queues.js';

const PATIENCE_MS = 1_000;

interface Running {
  job: Job<Envelope>;
  queue: Queue<Envelope>;
  settled: Promise<void>;
}

/** Takes jobs of the queues this worker works on, enters their organisation and runs their handler. */
@Injectable()
export class JobRunner implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger('Jobs');
  private readonly handlers = new Map<string, { kind: JobKind; handler: JobHandler<JobPayload> }>();
  private readonly running = new Set<Running>();
  private readonly stopping = new AbortController();
  private queues: Queue<Envelope>[] = [];

  constructor(
    @Inject(JOBS_OPTIONS) private readonly options: JobsOptions,
    private readonly modules: ModuleRef,
    private readonly discovery: DiscoveryService,
    private readonly platform: PlatformDatabase,
  ) {}

  onApplicationBootstrap(): void {
    if (this.options.workOn.length === 0) return;
    this.findHandlers();
    this.queues = this.options.workOn.map((name) => this.open(name));
    measureQueues(this.queues);
    this.logger.log({ msg: 'Working', queues: this.options.workOn, jobs: [...this.handlers.keys()] });
  }

  /** Takes no more, waits for what runs, and gives back what does not end in time, for another worker to begin at once. */
  async beforeApplicationShutdown(): Promise<void> {
    this.stopping.abort(new Error('The process stops.'));
    await this.withEachQueue((queue) => queue.pause(true, true));
    await within(this.options.drainMs, Promise.all([...this.running].map(({ settled }) => settled))).catch(() => undefined);
    const left = [...this.running];
    await Promise.allSettled(left.map(({ queue, job }) => within(PATIENCE_MS, handBack(queue, job.id))));
    for (const { job } of left) this.logger.warn({ msg: 'Handed back: it did not end in time', job: job.name, effect: job.data.payload.effectKey });
    await this.withEachQueue((queue) => queue.close(true));
  }

  private findHandlers(): void {
    for (const { instance, metatype } of this.discovery.getProviders()) {
      for (const kind of typeof metatype === 'function' ? handledKinds(metatype) : []) {
        const known = this.handlers.get(keyOf(kind.queue, kind.name));
        if (known && known.handler !== instance) throw new Error(`The job ${kind.name} has two handlers: leave @Handles() on one of them.`);
        this.handlers.set(keyOf(kind.queue, kind.name), { kind, handler: instance as JobHandler<JobPayload> });
      }
    }
  }

  private open(name: QueueName): Queue<Envelope> {
    const queue = this.modules.get<Queue<Envelope>>(getQueueToken(name), { strict: false });
    queue.on('failed', (job: Job<Envelope> | null, error: Error) => this.noteFailure(name, job, error));
    queue.on('stalled', (job: Job<Envelope>) => this.logger.warn({ msg: 'Stalled: it is run again', queue: name, job: job.name, effect: job.data.payload.effectKey }));
    // Ends when the queue is closed, and fails only while Redis is away, which readiness tells.
    queue.process('*', CONCURRENCY[name], (job) => this.take(queue, job)).catch(() => undefined);
    return queue;
  }

  private take(queue: Queue<Envelope>, job: Job<Envelope>): Promise<void> {
    const work = this.run(job);
    const running: Running = { job, queue, settled: work.then(() => undefined, () => undefined) };
    this.running.add(running);
    void running.settled.then(() => this.running.delete(running));
    return work;
  }

  private async run(job: Job<Envelope>): Promise<void> {
    const known = this.handlers.get(keyOf(job.queue.name, job.name));
    if (!known) throw new Error(`No handler for the job ${job.name} is in this worker; it may be of a newer version.`);
    const { payload, requestId, traceparent } = job.data;
    const context: JobContext = { signal: AbortSignal.any([this.stopping.signal, AbortSignal.timeout(known.kind.timeoutMs)]), attempt: job.attemptsMade + 1 };
    const scope = anonymousScope(requestId ?? uuidv7());
    if (!namesItsOrganization(known.kind, payload)) throw new Error(`The job ${job.name} does not name its organisation.`);
    const reason = `job: ${job.name}`;
    const work = () => known.handler.run(payload, context);
    const enter = () => (payload.organizationId === null ? asSystem(reason, work) : inOrganization(payload.organizationId, { kind: 'system', reason }, work));
    const began = performance.now();
    const finished = (outcome: string): void => jobSeconds.observe({ queue: job.queue.name, job: job.name, outcome }, (performance.now() - began) / 1_000);
    try {
      if (!(await runInScope(scope, () => this.mayRun(payload.organizationId, known.kind)))) {
        this.logger.warn({ msg: 'Left undone: the organisation is not active, or does not have the module', job: job.name, organizationId: payload.organizationId, effect: payload.effectKey });
        return finished('left undone');
      }
      await inSpan(spanOf(job, traceparent), () => runInScope(scope, enter));
      finished('done');
    } catch (error) {
      finished(job.attemptsMade + 1 < known.kind.attempts ? 'retried' : 'failed');
      throw error;
    }
  }

  /** Asked when it begins, not when it was asked for: what waits in a queue must not outlive what it was for. */
  private async mayRun(organizationId: string | null, { product }: JobKind): Promise<boolean> {
    if (organizationId === null) return true;
    const [standing] = await this.platform.query<OrganizationStanding>(standingOfOrganization(organizationId));
    return standing?.status === 'active' && (product === null || standing.modules.includes(product));
  }

  private noteFailure(queue: string, job: Job<Envelope> | null, error: Error): void {
    if (!job) return;
    const attempts = job.opts.attempts ?? 1;
    const last = job.attemptsMade >= attempts;
    const { organizationId, effectKey } = job.data.payload;
    const fields = { queue, job: job.name, organizationId, effect: effectKey, requestId: job.data.requestId, attempt: job.attemptsMade, attempts, error };
    if (last) this.logger.error({ msg: 'Job failed for good', ...fields });
    else this.logger.warn({ msg: 'Job failed and will be tried again', ...fields });
  }

  private async withEachQueue(act: (queue: Queue<Envelope>) => Promise<unknown>): Promise<void> {
    await Promise.allSettled(this.queues.map((queue) => within(PATIENCE_MS, act(queue))));
  }
}

function spanOf(job: Job<Envelope>, traceparent: string | undefined): ReturnType<typeof startSpan> {
  const span = startSpan(`job ${job.name}`, SpanKind.consumer, traceparent);
  if (span) Object.assign(span.attributes, { 'messaging.destination.name': job.queue.name, 'tessera.organization.id': job.data.payload.organizationId ?? undefined });
  return span;
}

function keyOf(queue: string, name: string): string {
  return `${queue}/${name}`;
}
