import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { Worker } from 'node:worker_threads';
import { Unavailable } from '#kernel/pipeline/problem.js';
import type { SheetDocument } from '../sheet/document.js';
import type { Printed } from './paper.worker.js';

const LONGEST_MS = 30_000;
const MOST_WAITING = 100;

interface Job {
  resolve(pdf: Buffer): void;
  reject(error: Error): void;
  timer: NodeJS.Timeout;
}

/** Prints in a thread of its own, so that hundreds of lines keep no request waiting. */
@Injectable()
export class Paper implements OnModuleDestroy {
  private thread: Worker | null = null;
  private readonly jobs = new Map<number, Job>();
  private asked = 0;

  print(document: SheetDocument): Promise<Buffer> {
    if (this.jobs.size >= MOST_WAITING) return Promise.reject(new Unavailable('Too many documents are being printed at the moment.', 5));
    this.thread ??= this.open();
    this.thread.ref();
    const id = (this.asked += 1);
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => this.drop('It takes too long to print the document.'), LONGEST_MS);
      this.jobs.set(id, { resolve, reject, timer });
      this.thread!.postMessage({ id, document });
    });
  }

  async onModuleDestroy(): Promise<void> {
    const thread = this.thread;
    this.drop('The process stops.');
    await thread?.terminate();
  }

  private open(): Worker {
    const thread = new Worker(new URL('./paper.worker.js', import.meta.url), { execArgv: [], env: {}, resourceLimits: { maxOldGenerationSizeMb: 256 } });
    const lost = () => thread === this.thread && this.drop('The document could not be printed.');
    thread.on('message', (printed: Printed) => this.printed(printed)).on('error', lost).on('exit', lost);
    return thread;
  }

  private printed(printed: Printed): void {
    const job = this.jobs.get(printed.id);
    this.jobs.delete(printed.id);
    if (this.jobs.size === 0) this.thread?.unref();
    if (!job) return;
    clearTimeout(job.timer);
    if ('pdf' in printed) job.resolve(Buffer.from(printed.pdf));
    else job.reject(new Error(`The document could not be printed: ${printed.fault}`));
  }

  /** With the thread goes whatever it had in hand; the next one gets a new thread. */
  private drop(why: string): void {
    const thread = this.thread;
    this.thread = null;
    for (const [id, job] of this.jobs) {
      clearTimeout(job.timer);
      job.reject(new Unavailable(why, 5));
      this.jobs.delete(id);
    }
    void thread?.terminate();
  }
}
