import { Conflict, Forbidden, Invalid, NotFound, PreconditionFailed, TooManyRequests, Unauthenticated, Unavailable, Unprocessable, type Problem } from '#kernel/pipeline/problem.js';
import type { RouteGate } from '#kernel/gate/route.js';
import { problemText } from '#platform/edge/problem.filter.js';
import { refusal, unexpected } from '#platform/edge/problem-of.js';

type Schema = { [key: string]: unknown };

export interface Operation extends Schema {
  operationId: string;
  tags?: string[];
  parameters?: Schema[];
  responses: { [status: string]: Schema };
}

const text = (maxLength: number): Schema => ({ type: 'string', maxLength });
const count = (maximum: number): Schema => ({ type: 'integer', format: 'int32', minimum: 0, maximum });
const ref = (kind: string, name: string): Schema => ({ $ref: `#/components/${kind}/${name}` });

const PROBLEMS: { readonly [name: string]: Problem } = {
  Invalid: new Invalid([{ at: 'email', rule: 'email', say: 'Must be one e-mail address such as name@example.com.' }]),
  Unauthenticated: new Unauthenticated(),
  Forbidden: new Forbidden(),
  NotFound: new NotFound(),
  Conflict: new Conflict('Another contact has this e-mail.', [{ at: 'email', rule: 'unique', say: 'Another contact has this e-mail.' }]),
  PreconditionFailed: new PreconditionFailed(),
  TooLarge: refusal(413),
  UnsupportedMediaType: refusal(415),
  Unprocessable: new Unprocessable('This Idempotency-Key was used for another request. Use a new key for each request.'),
  TooManyRequests: new TooManyRequests(3),
  Unexpected: unexpected(),
  Unavailable: new Unavailable('The database cannot be reached at the moment. Try again shortly.', 5),
};
const NAMES = new Map(Object.entries(PROBLEMS).map(([name, { status }]) => [status, name]));

const HEADERS: { readonly [name: string]: Schema } = {
  'X-Request-Id': { description: 'Names this request in our logs: tell it to support.', schema: text(200) },
  'RateLimit-Limit': { description: 'Requests that you may make in a minute.', schema: count(2_147_483_647) },
  'RateLimit-Remaining': { description: 'How many of them are left.', schema: count(2_147_483_647) },
  'RateLimit-Reset': { description: 'Seconds until all of them are there again.', schema: count(86_400) },
  'Retry-After': { description: 'Seconds to wait.', schema: count(86_400) },
  ETag: { description: 'The version of what was answered. Send it as If-Match with a change, as If-None-Match to ask for news.', schema: text(100) },
  Location: { description: 'The address of what was made.', schema: { ...text(2_000), format: 'uri-reference' } },
  'Idempotency-Replayed': { description: '`true` when this is the stored answer to an earlier request with the same key.', schema: { type: 'string', enum: ['true'] } },
};
const ON_ALL = refs(['X-Request-Id', 'RateLimit-Limit', 'RateLimit-Remaining', 'RateLimit-Reset']);

const IDEMPOTENCY_KEY: Schema = {
  name: 'Idempotency-Key',
  in: 'header',
  description: 'A request that is repeated with the same key within a day gets the first answer again and has no second effect.',
  schema: { ...text(255), pattern: '^[\\x21-\\x7e]{1,255}$' },
};

const PROBLEM: Schema = {
  type: 'object',
  description: 'RFC 9457 problem details.',
  required: ['type', 'title', 'status', 'detail', 'instance', 'requestId'],
  properties: {
    type: { ...text(200), format: 'uri', description: 'Stable, for programs.' },
    title: text(200),
    status: { type: 'integer', format: 'int32', minimum: 400, maximum: 599 },
    detail: { ...text(2_000), description: 'What is wrong and how to mend it.' },
    instance: { ...text(8_192), format: 'uri-reference' },
    requestId: { ...text(200), description: 'Tell it to support.' },
    errors: ref('schemas', 'FieldErrors'),
  },
};

/** What the edge adds to every operation, described once. */
export function edgeComponents(): { schemas: Schema; responses: Schema; headers: Schema; parameters: Schema } {
  const responses = Object.fromEntries(Object.entries(PROBLEMS).map(([name, problem]) => [name, problemAnswer(problem)]));
  return {
    schemas: { Problem: PROBLEM },
    responses: { ...responses, Problem: { description: 'Anything else is a problem, too.', headers: ON_ALL, content: { 'application/problem+json': { schema: ref('schemas', 'Problem') } } } },
    headers: { ...HEADERS },
    parameters: { IdempotencyKey: IDEMPOTENCY_KEY },
  };
}

/** The operation with what every route has without saying so: who is admitted, its refusals, the headers of budgets. */
export function withEdge(operation: Operation, path: string, method: string, admits: RouteGate['admits']): Operation {
  const sends = ['post', 'put', 'patch'].includes(method);
  const repeatable = method === 'post' && admits === 'members';
  const statuses = [400, 429, 500, 503, ...(admits === 'anyone' ? [] : [401, 403]), ...(path.includes('{') || admits === 'operators' ? [404] : []), ...(sends ? [413, 415] : []), ...(repeatable ? [409, 422] : [])];
  // A refusal that a route names beside these is a problem like all others.
  const answers = Object.entries(operation.responses).map(([status, answer]) => [status, status.startsWith('2') ? withHeaders(answer, repeatable) : NAMES.has(Number(status)) ? ref('responses', NAMES.get(Number(status))!) : answer]);
  return {
    ...operation,
    'x-admits': admits,
    tags: operation.tags ?? [tagOf(path)],
    // An empty requirement says that nobody need sign in; an empty list would look forgotten.
    ...(admits === 'anyone' && { security: [{}] }),
    ...((operation.parameters || repeatable) && { parameters: [...(operation.parameters ?? []), ...(repeatable ? [ref('parameters', 'IdempotencyKey')] : [])] }),
    responses: { ...Object.fromEntries(statuses.map((status) => [status, ref('responses', NAMES.get(status)!)])), ...(Object.fromEntries(answers) as Operation['responses']), default: ref('responses', 'Problem') },
  };
}

function withHeaders(answer: Schema, repeatable: boolean): Schema {
  return { ...answer, headers: { ...ON_ALL, ...(repeatable && refs(['Idempotency-Replayed'])), ...(answer.headers as Schema | undefined) } };
}

function refs(names: readonly string[]): Schema {
  return Object.fromEntries(names.map((name) => [name, ref('headers', name)]));
}

function problemAnswer(problem: Problem): Schema {
  const headers = { ...ON_ALL, ...(problem.retryAfterSeconds !== null && refs(['Retry-After'])) };
  const example: unknown = JSON.parse(problemText(problem, '/api/v1/sales/contacts', '01934f5e-0000-7000-8000-000000000001'));
  return { description: `${problem.title}. ${problem.detail}`, headers, content: { 'application/problem+json': { schema: ref('schemas', 'Problem'), example } } };
}

/** "/api/v1/sales/contacts" belongs to sales. */
function tagOf(path: string): string {
  return /^\/api\/v\d+\/([a-z-]+)/.exec(path)?.[1] ?? 'system';
}
