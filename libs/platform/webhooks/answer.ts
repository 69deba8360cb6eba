const LONGEST_EXCERPT = 300;
const BUSY = new Set([429, 502, 503, 504]);

/** What came of one attempt. */
export interface Answer {
  /** Null when there was none. */
  status: number | null;
  taken: boolean;
  /** Nobody is there any more, and nobody will be. */
  gone: boolean;
  /** Asks to be left alone for a while. */
  busy: boolean;
  retryAfterMs: number | null;
  say: string;
}

/** Standard Webhooks: only 2xx means that it was taken; a redirect is a failure. */
export function answerOf(status: number, retryAfter: string | null, text: string, now: Date): Answer {
  const busy = BUSY.has(status);
  return { status, taken: status >= 200 && status < 300, gone: status === 410, busy, retryAfterMs: busy ? waitIn(retryAfter, now) : null, say: excerptOf(status, text) };
}

export function noAnswer(say: string): Answer {
  return { status: null, taken: false, gone: false, busy: false, retryAfterMs: null, say };
}

/** In seconds, or a date. */
function waitIn(retryAfter: string | null, now: Date): number | null {
  if (retryAfter === null) return null;
  const wait = /^\d{1,9}$/.test(retryAfter) ? Number(retryAfter) * 1_000 : Date.parse(retryAfter) - now.getTime();
  return Number.isFinite(wait) && wait > 0 ? wait : null;
}

function excerptOf(status: number, text: string): string {
  const line = text.replaceAll(/[\p{Cc}\p{Surrogate}]+/gu, ' ').trim().slice(0, LONGEST_EXCERPT);
  return line ? `${status}: ${line}` : String(status);
}
