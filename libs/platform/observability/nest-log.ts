import type { LoggerService, LogLevel } from '@nestjs/common';
import type { Log } from './log.js';
import { framesOf, isError } from './redaction.js';

type Severity = 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace';

/** What Nest tells of itself while it starts: hundreds of lines that say that nothing is wrong. */
const STARTING = new Set(['NestFactory', 'InstanceLoader', 'RoutesResolver', 'RouterExplorer', 'NestApplication', 'WebSocketsController']);

/** Lets Nest's Logger, and everyone who uses it, write our log. An object may take the place of the message: `{ msg, error, …fields }`. */
export class NestLog implements LoggerService {
  constructor(private readonly target: Log) {}

  log(message: unknown, ...details: unknown[]): void {
    this.write(STARTING.has(String(details.at(-1))) ? 'debug' : 'info', message, details);
  }

  fatal(message: unknown, ...details: unknown[]): void {
    this.write('fatal', message, details);
  }

  error(message: unknown, ...details: unknown[]): void {
    this.write('error', message, details);
  }

  warn(message: unknown, ...details: unknown[]): void {
    this.write('warn', message, details);
  }

  debug(message: unknown, ...details: unknown[]): void {
    this.write('debug', message, details);
  }

  verbose(message: unknown, ...details: unknown[]): void {
    this.write('trace', message, details);
  }

  setLogLevels(_levels: LogLevel[]): void {}

  /** Nest appends the context as the last text, and an error its stack before that. */
  private write(severity: Severity, message: unknown, details: unknown[]): void {
    const context = typeof details.at(-1) === 'string' ? (details.at(-1) as string) : undefined;
    const error = [message, ...details].find((each) => isError(each));
    const stack = details.slice(0, -1).find((each): each is string => typeof each === 'string' && each.includes('\n    at '));
    const fields = { context, error: error ?? (stack ? { type: 'Error', stack: framesOf(stack) } : undefined) };
    if (isError(message)) this.target[severity](fields, message.message);
    else if (typeof message === 'object' && message !== null) this.target[severity]({ ...fields, ...named(message) });
    else this.target[severity](fields, String(message));
  }
}

/** Others call it `err`; in our log an error has one name. */
function named({ err, ...fields }: { err?: unknown }): object {
  return err === undefined ? fields : { error: err, ...fields };
}
