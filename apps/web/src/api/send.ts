import { isProblem, kindOf, UNREACHABLE, type Problem } from './problem.js';

export interface Request {
  url: string;
  method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  body?: unknown;
  ifMatch?: string | undefined;
  signal?: AbortSignal;
}

export interface Answer {
  data: unknown;
  etag: string | null;
}

type Sent = { ok: true; answer: Answer } | { ok: false; problem: Problem };

/** Asks the person to prove who they are; false when they would rather not. */
type Prove = () => Promise<boolean>;

let renewing: Promise<boolean> | null = null;
let prove: Prove = () => Promise.resolve(false);

export function whenProofIsAsked(ask: Prove): void {
  prove = ask;
}

/** Access ends every few minutes: it is renewed once for all requests that wait for it, which are then sent again. */
export async function send(request: Request): Promise<Sent> {
  const first = await sendOnce(request);
  if (first.ok) return first;
  if (first.problem.status === 401 && !request.url.startsWith('/api/v1/auth/')) {
    renewing ??= sendOnce({ url: '/api/v1/auth/refresh', method: 'POST', body: {} }).then(({ ok }) => ok).finally(() => (renewing = null));
    return (await renewing) ? sendOnce(request) : first;
  }
  if (first.problem.status === 403 && kindOf(first.problem) === 'step-up-required' && (await prove())) return sendOnce(request);
  return first;
}

async function sendOnce({ url, method = 'GET', body, ifMatch, signal }: Request): Promise<Sent> {
  const headers: Record<string, string> = { accept: 'application/json', 'x-tessera-request': '1', 'accept-language': document.documentElement.lang };
  if (body !== undefined) headers['content-type'] = 'application/json';
  if (ifMatch !== undefined) headers['if-match'] = ifMatch;
  try {
    const response = await fetch(url, { method, headers, credentials: 'same-origin', ...(body !== undefined && { body: JSON.stringify(body) }), ...(signal && { signal }) });
    const text = await response.text();
    const data = text === '' ? null : (JSON.parse(text) as unknown);
    if (response.ok) return { ok: true, answer: { data, etag: response.headers.get('etag') } };
    return { ok: false, problem: isProblem(data) ? data : { type: 'unknown', title: response.statusText, status: response.status } };
  } catch (error) {
    // Whoever takes a request back does not want to hear of it.
    if (signal?.aborted) throw error;
    return { ok: false, problem: UNREACHABLE };
  }
}
