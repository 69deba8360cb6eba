import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { Worker } from 'node:worker_threads';
import type { Json } from '#kernel/field/field.js';
import { Unavailable, Unprocessable } from '#kernel/pipeline/problem.js';
import type { Rendered, Rendering } from './liquid.worker.js';

const LONGEST_MS = 1_000;
const STARTING_MS = 5_000;
const MOST_WAITING = 500;

interface Job {
  readonly asked: Rendering;
  resolve(texts: readonly string[]): void;
  reject(error: Error): void;
}

/**
 * Texts with Liquid in them, which organisations write themselves. Rendered in a thread of its own with little memory and little
 * time (S06): whatever a template does, the process that asked goes on, and the next one gets a new thread if need be.
 */
@Injectable()
export class Templates implements OnModuleDestroy {
  private thread: Worker | null = null;
  private readonly waiting: Job[] = [];
  private inHand: Job | null = null;
  private timer: NodeJS.Timeout | undefined;
  private asked = 0;

  render(templates: readonly string[], data: { readonly [name: string]: Json }, { timeZone, language }: { timeZone: string; language: string }): Promise<readonly string[]> {
    return this.ask({ templates, data, zone: timeZone, locale: language });
  }

  /** Throws the refusal of the first that cannot be read. */
  async parse(templates: readonly string[]): Promise<void> {
    await this.ask({ templates, data: null, zone: 'UTC', locale: 'en' });
  }

  async onModuleDestroy(): Promise<void> {
    clearTimeout(this.timer);
    await this.thread?.terminate();
  }

  private ask(asked: Omit<Rendering, 'id'>): Promise<readonly string[]> {
    if (this.waiting.length >= MOST_WAITING) return Promise.reject(new Unavailable('Too many texts are being written at the moment.', 5));
    return new Promise((resolve, reject) => {
      this.waiting.push({ asked: { id: (this.asked += 1), ...asked }, resolve, reject });
      this.next();
    });
  }

  private next(): void {
    const job = this.inHand ? undefined : this.waiting.shift();
    if (!job) return;
    this.inHand = job;
    const fresh = this.thread === null;
    this.thread ??= this.open();
    this.thread.ref();
    this.timer = setTimeout(() => this.drop('It takes too long.'), fresh ? STARTING_MS : LONGEST_MS);
    this.thread.postMessage(job.asked);
  }

  private open(): Worker {
    const thread = new Worker(new URL('./liquid.worker.js', import.meta.url), { execArgv: [], env: {}, resourceLimits: { maxOldGenerationSizeMb: 48, maxYoungGenerationSizeMb: 16, stackSizeMb: 2 } });
    thread.on('message', (answer: Rendered) => this.answered(answer));
    thread.on('error', () => thread === this.thread && this.drop('It takes too much memory.'));
    thread.on('exit', () => thread === this.thread && this.drop('It takes too much memory.'));
    return thread;
  }

  private answered(answer: Rendered): void {
    const job = this.inHand;
    if (!job || job.asked.id !== answer.id) return;
    this.settle();
    if ('texts' in answer) job.resolve(answer.texts);
    else job.reject(new Unprocessable(`The text cannot be rendered: ${answer.fault}.`));
    this.next();
  }

  /** With the thread goes whatever the template held on to. */
  private drop(why: string): void {
    const job = this.inHand;
    const thread = this.thread;
    this.thread = null;
    this.settle();
    void thread?.terminate();
    job?.reject(new Unprocessable(`The text cannot be rendered: ${why}`));
    this.next();
  }

  private settle(): void {
    clearTimeout(this.timer);
    this.inHand = null;
    this.thread?.unref();
  }
}
