import type { Log } from '#platform/observability/log.js';
import { unexpectedErrors } from '#platform/observability/metrics.js';
import { isError } from '#platform/observability/redaction.js';

/** What a peer can cause by cutting or garbling its connection; nothing of ours is broken by it. */
const CAUSED_BY_PEERS = /^(ECONNRESET|EPIPE|ECONNABORTED|ETIMEDOUT|EHOSTUNREACH|ENOTCONN|HPE_|ERR_HTTP|ERR_STREAM|ERR_SSL|ERR_TLS|ABORT_ERR|UND_ERR)/;

/**
 * Errors that nobody caught. A rejected promise ends one request or job, and a broken connection nothing: both are logged and the
 * process serves on, since otherwise one who finds such an input could end it at will. Anything else may have left a half-done
 * state behind, so the process drains and is replaced.
 */
export function onUnexpected(log: Log, drain: () => void): void {
  process.on('unhandledRejection', (reason) => {
    unexpectedErrors.inc({ origin: 'rejection' });
    log.error({ error: asError(reason) }, 'A rejected promise was not handled: mend the place that forgot to await it');
  });
  process.on('uncaughtException', (error: unknown) => {
    const harmless = CAUSED_BY_PEERS.test(codeOf(error));
    unexpectedErrors.inc({ origin: harmless ? 'connection' : 'exception' });
    log[harmless ? 'warn' : 'fatal']({ error: asError(error) }, harmless ? 'A connection broke and nobody listened' : 'An exception was not caught');
    if (!harmless) drain();
  });
}

function codeOf(error: unknown): string {
  return isError(error) && 'code' in error && typeof error.code === 'string' ? error.code : '';
}

function asError(reason: unknown): Error {
  return isError(reason) ? reason : new Error(typeof reason === 'string' ? reason : 'Something that is no error was thrown.');
}
