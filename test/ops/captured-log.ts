import { createLog, type Log, type LogOptions } from '#platform/observability/log.js';

/** A log whose lines a test can read. */
export class CapturedLog {
  readonly lines: string[] = [];
  readonly log: Log;

  constructor(options: Partial<LogOptions> = {}) {
    this.log = createLog({ service: 'api', level: 'debug', pretty: false, ...options }, { write: (line) => void this.lines.push(line) });
  }

  get text(): string {
    return this.lines.join('');
  }

  get entries(): Record<string, unknown>[] {
    return this.lines.map((line) => JSON.parse(line) as Record<string, unknown>);
  }

  /** The entry with this message. */
  said(message: string): Record<string, unknown> {
    const entry = this.entries.find(({ msg }) => msg === message);
    if (!entry) throw new Error(`Nobody logged "${message}". What was logged: ${this.text}`);
    return entry;
  }
}
