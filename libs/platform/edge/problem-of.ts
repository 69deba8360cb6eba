import { HttpException } from '@nestjs/common';
import { STATUS_CODES } from 'node:http';
import { Problem, Unavailable, Unauthenticated, NotFound, Forbidden } from '#kernel/pipeline/problem.js';
import { LIMITS } from './limits.js';

/** What a framework's own refusal means for the caller, in our words. */
const FRAMEWORK: Record<number, { kind: string; title: string; detail?: string }> = {
  400: { kind: 'malformed', title: 'Malformed request' },
  405: { kind: 'method-not-allowed', title: 'Method not allowed' },
  408: { kind: 'timeout', title: 'Too slow', detail: 'The request did not arrive in time.' },
  413: { kind: 'too-large', title: 'Too large', detail: `The body is larger than ${LIMITS.bodyBytes / 1024 / 1024} MB.` },
  414: { kind: 'address-too-long', title: 'Address too long', detail: 'A part of the address is too long.' },
  415: { kind: 'media-type', title: 'Media type not supported', detail: 'Send the body as "Content-Type: application/json".' },
  431: { kind: 'headers-too-large', title: 'Headers too large', detail: 'The headers of the request are too large.' },
};

const LOST_CONNECTION = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ENOTFOUND', 'EAI_AGAIN']);
const POOL_TIMEOUT = /timeout exceeded when trying to connect|Connection terminated|connection timeout|is not queryable/i;

/** Every error becomes a problem; what was not meant for the caller becomes the bare 500. */
export function problemOf(error: unknown): Problem {
  if (error instanceof Problem) return error;
  if (error instanceof HttpException) return fromHttpException(error);
  return fromDatabase(error) ?? fromFramework(error) ?? unexpected(error);
}

export function unexpected(cause?: unknown): Problem {
  return new Problem(500, 'unexpected', 'Something went wrong', 'It is our fault, and it has been logged. Tell support the request id.', { cause });
}

export function refusal(status: number, detail?: string): Problem {
  const known = FRAMEWORK[status];
  const title = known?.title ?? STATUS_CODES[status] ?? 'Refused';
  return new Problem(status, known?.kind ?? 'refused', title, known?.detail ?? detail ?? `${title}.`);
}

function fromHttpException(error: HttpException): Problem {
  const status = error.getStatus();
  if (status >= 500) return status === 503 ? new Unavailable('This part is not available at the moment.') : unexpected(error);
  const detail = messageOf(error);
  if (status === 401) return new Unauthenticated();
  if (status === 403) return detail.startsWith('Forbidden') ? new Forbidden() : new Forbidden(detail);
  if (status === 404) return detail.startsWith('Cannot ') ? new NotFound(`There is no ${detail.slice('Cannot '.length).split('?')[0]} here.`) : new NotFound(detail);
  return refusal(status, detail);
}

function messageOf(error: HttpException): string {
  const response = error.getResponse();
  const message = typeof response === 'object' && 'message' in response ? response.message : response;
  return Array.isArray(message) ? message.join(' ') : typeof message === 'string' ? message : error.message;
}

/** Trouble that passes is 503, so that a client may simply try again; it is never stored as the answer to an idempotency key. */
function fromDatabase(error: unknown): Problem | null {
  const { code, message } = driverError(error);
  if (code === '57014') return new Unavailable('The database took too long for this. Ask for less, or try again later.', 5, error);
  if (code === '55P03') return new Unavailable('Somebody else is changing the same record. Try again in a moment.', 1, error);
  if (code === '40001' || code === '40P01') return new Unavailable('Two changes collided. Try again.', 1, error);
  const lost = LOST_CONNECTION.has(code) || /^(08|53|57P)/.test(code) || POOL_TIMEOUT.test(message);
  return lost ? new Unavailable('The database cannot be reached at the moment. Try again shortly.', 5, error) : null;
}

function driverError(error: unknown): { code: string; message: string } {
  if (!(error instanceof Error)) return { code: '', message: '' };
  const inner: unknown = 'driverError' in error ? error.driverError : 'errors' in error && Array.isArray(error.errors) ? error.errors[0] : error;
  const code = inner instanceof Error && 'code' in inner && typeof inner.code === 'string' ? inner.code : '';
  return { code, message: error.message };
}

function fromFramework(error: unknown): Problem | null {
  if (!(error instanceof Error) || !('statusCode' in error) || typeof error.statusCode !== 'number') return null;
  if (error.statusCode >= 500) return error.statusCode === 503 ? new Unavailable('The request took too long and was given up.', 5, error) : null;
  return error.statusCode >= 400 ? refusal(error.statusCode, error.message) : null;
}
