import { setTimeout as sleep } from 'node:timers/promises';
import type { INestApplicationContext } from '@nestjs/common';
import type { Log } from '#platform/observability/log.js';
import { Health } from './health.js';
import { onUnexpected } from './last-resort.js';

/** Jobs and requests in hand have this long in all; supervisors kill after 30 s. */
const DEADLINE_MS = 25_000;
const NOTICE_MS = 500;

export interface StopOptions {
  log: Log;
  /** How long the process says "not ready" before it stops accepting: at least the interval at which the proxy asks. */
  noticeMs?: number;
  deadlineMs?: number;
}

type Reason = NodeJS.Signals | 'programming error';

/**
 * SIGTERM or SIGINT: not ready, then no new connections, then what is in hand is finished (the modules hand jobs back and close
 * what they opened), then exit 0. At the deadline the process ends all the same, with exit code 1. Call it before `listen()`.
 */
export function gracefulStop(app: INestApplicationContext, { log, noticeMs = NOTICE_MS, deadlineMs = DEADLINE_MS }: StopOptions): void {
  let stopping = false;

  const stop = async (reason: Reason, exitCode: number): Promise<void> => {
    if (stopping) return;
    stopping = true;
    const began = performance.now();
    log.info({ reason, deadlineMs }, 'Stopping');
    setTimeout(() => end(log, 1, { reason, stillOpen: openResources() }, 'Stopped by force: not everything ended before the deadline'), deadlineMs).unref();
    app.get(Health, { strict: false }).stop();
    await sleep(noticeMs);
    try {
      await app.close();
      end(log, exitCode, { reason, ms: Math.round(performance.now() - began) }, 'Stopped');
    } catch (error) {
      end(log, 1, { reason, error }, 'Stopped, but something could not be closed');
    }
  };

  process.on('SIGTERM', () => void stop('SIGTERM', 0));
  process.once('SIGINT', () => {
    process.on('SIGINT', () => end(log, 130, {}, 'Stopped at once, because Ctrl-C was pressed twice'));
    void stop('SIGINT', 0);
  });
  onUnexpected(log, () => void stop('programming error', 1));
}

function end(log: Log, exitCode: number, fields: object, message: string): never {
  log[exitCode === 0 ? 'info' : 'fatal']({ ...fields, exitCode }, message);
  process.exit(exitCode);
}

function openResources(): Record<string, number> {
  const counted: Record<string, number> = {};
  for (const resource of process.getActiveResourcesInfo()) counted[resource] = (counted[resource] ?? 0) + 1;
  return counted;
}
