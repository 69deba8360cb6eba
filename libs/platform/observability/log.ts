import { pino, type DestinationStream, type Logger } from 'pino';
import { actorIdOf, scopeIfAny } from '#kernel/tenancy/scope.js';
import { prettyLines } from './pretty-lines.js';
import { redact, redactMessage } from './redaction.js';
import { currentSpan } from './span.js';

export type Log = Logger;

export interface LogOptions {
  service: 'api' | 'worker';
  level: string;
  pretty: boolean;
}

/** One JSON object per line; who asked is read from the scope, and what is or is called a secret is left out. */
export function createLog({ service, level, pretty }: LogOptions, destination: DestinationStream = standardOutput()): Log {
  return pino(
    {
      level,
      base: { service, pid: process.pid },
      timestamp: pino.stdTimeFunctions.isoTime,
      messageKey: 'msg',
      errorKey: 'error',
      mixin: origin,
      formatters: { level: (label) => ({ level: label }), log: (fields) => redact(fields) as Record<string, unknown> },
      // The formatter above has made errors safe; pino's own way would show more of them.
      serializers: { error: (error: unknown) => error, err: (error: unknown) => error, msg: (message: unknown) => redactMessage(String(message)) },
    },
    pretty ? prettyLines(destination) : destination,
  );
}

function origin(): Record<string, unknown> {
  const scope = scopeIfAny();
  const traceId = currentSpan()?.traceId;
  if (!scope) return { traceId };
  const { requestId, organizationId, actor } = scope;
  return { requestId, organizationId: organizationId ?? undefined, actor: actor.kind, actorId: actorIdOf(actor) ?? undefined, traceId };
}

function standardOutput(): DestinationStream {
  const stream = pino.destination({ fd: 1, sync: true });
  // A full disk or a closed pipe costs the log, never the process.
  stream.on('error', () => undefined);
  return stream;
}
