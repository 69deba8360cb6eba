import type { Json } from '#kernel/field/field.js';
import { Problem, Unprocessable } from '#kernel/pipeline/problem.js';
import { didYouMean } from '#kernel/resource/names.js';
import type { Check } from '../graph/check.js';
import { isObject, NEXT, wordOf, type Step } from '../graph/graph.js';
import type { Hand } from '../run/hand.js';
import { checkTemplates } from './records.js';
import { LONGEST_TEMPLATE, templatesIn, type StepType } from './step-type.js';

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];
const HEADER = /^[A-Za-z][A-Za-z0-9-]{0,59}$/;
/** A header that could be read as two would be somebody else's request. */
const LINE = /^[\t\x20-\x7e]{0,8000}$/;
/** Ours to say, or decided by the connection. */
const OWN_HEADERS = new Set(['host', 'content-length', 'transfer-encoding', 'connection', 'upgrade', 'idempotency-key', 'te', 'trailer', 'expect', 'proxy-authorization']);
/** What stands in these lets somebody in. */
const SECRET_HEADER = /^(authorization|cookie)$|(api-?key|token|secret|password)$/i;

/** The value of a credential, with what stands before it, such as "Bearer ". */
interface SecretPart {
  readonly secret: string;
  readonly before?: string;
}

/** Through the one door for requests whose address somebody else has chosen; the receiver knows a repetition by its Idempotency-Key. */
export const http: StepType = {
  name: 'http',
  say: 'Call an address',
  outcomes: () => [NEXT],
  templates: ({ body, url }) => [...(typeof body === 'string' && body !== '' ? [body] : templatesIn(body)), ...templatesIn(url)],
  check(step, check) {
    if (!check.inputs(step, ['url'], ['method', 'headers', 'body', 'record'])) return;
    if (step.method !== undefined && !METHODS.includes(step.method as string)) check.fault('method', 'choice', `Must be one of ${METHODS.join(', ')}.`);
    if (typeof step.url === 'string' && !/^https?:\/\/[^\s]{1,2000}$/.test(step.url)) check.fault('url', 'url', 'Must be an http or https address.');
    for (const [name, value] of Object.entries(headersOf(step))) checkHeader(name, value, check);
    checkTemplates(step.url, check, 'url');
    const { body } = step;
    if (body !== undefined && !isObject(body) && (typeof body !== 'string' || body.length > LONGEST_TEMPLATE)) check.fault('body', 'size', `Must be an object, or a text of at most ${LONGEST_TEMPLATE} characters.`);
    checkTemplates(body, check, 'body');
    for (const { path, part } of secretsIn({ headers: step.headers ?? null, body: body ?? null })) checkSecret(part, path, step.url, check);
  },
  async call(step, hand) {
    const url = (await hand.value(step.url!)) as string;
    if (!URL.canParse(url)) throw new Unprocessable('There is no address to call: the field is empty, or holds none.');
    const body = step.body === undefined ? undefined : typeof step.body === 'string' ? hand.text(step.body) : JSON.stringify(await filled(step.body, hand, url));
    const headers: Record<string, string> = body === undefined ? {} : { 'content-type': 'application/json' };
    for (const [name, value] of Object.entries(headersOf(step))) headers[name] = (await filled(value, hand, url)) as string;
    if (!Object.values(headers).every((value) => LINE.test(value))) throw new Unprocessable('A credential cannot be sent in a header: it holds other characters than those of ASCII.');
    const { status } = await hand.tools.outbound.send(url, { method: (step.method as string) ?? 'POST', headers: { ...headers, 'idempotency-key': hand.effectKey }, body });
    if (status === 429 || status >= 500) throw new Error(`The address answered ${status}.`);
    return { status };
  },
  do(step, hand) {
    const { status = null } = hand.called;
    if (hand.dry) return Promise.resolve({ outcome: NEXT, note: { would: 'call', host: hostOf(step.url) } });
    if (Number(status) >= 300) throw new Problem(422, 'unprocessable', 'Refused', `The address answered ${wordOf(status)}.`);
    return Promise.resolve({ outcome: NEXT, note: { status } });
  },
};

function checkHeader(name: string, value: Json, check: Check): void {
  if (!HEADER.test(name) || OWN_HEADERS.has(name.toLowerCase()) || !(isSecret(value) || (typeof value === 'string' && LINE.test(value)))) check.fault('headers', 'header', `The header "${name.slice(0, 60)}" cannot be sent.`);
  else if (SECRET_HEADER.test(name) && !isSecret(value)) check.fault(`headers.${name}`, 'secret', `What "${name}" holds is a secret, and everybody who sees the drawing would read it. Keep it as a credential, and write { "secret": "ITS_NAME" } here, with "before": "Bearer " if that is needed.`);
}

function checkSecret({ secret, before = '' }: SecretPart, path: string, url: Json | undefined, check: Check): void {
  const known = check.ground.secrets ?? new Map<string, readonly string[]>();
  const hosts = known.get(secret);
  const host = hostOf(url);
  if (!LINE.test(before)) check.fault(path, 'header', 'What stands before it cannot be sent.');
  if (!hosts) check.fault(path, 'secret', `There is no credential "${secret.slice(0, 60)}" that you may use.${didYouMean(secret.slice(0, 60), known.keys())} Credentials are kept in the settings.`);
  else if (host !== null && !hosts.includes(host)) check.fault(path, 'host', `The credential "${secret}" may not be sent to ${host}. Its hosts are ${hosts.join(', ')}.`);
}

function secretsIn(value: Json, path = ''): { path: string; part: SecretPart }[] {
  if (isSecret(value)) return [{ path, part: value }];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => secretsIn(inner, path === '' ? key : `${path}.${key}`));
}

/** What comes from the record, from templates and from credentials in its place; of a body, all the way down. */
async function filled(value: Json, hand: Hand, url: string): Promise<Json> {
  if (isSecret(value)) return `${value.before ?? ''}${await hand.tools.credentials.open(value.secret, new URL(url))}`;
  const known = await hand.value(value);
  if (known !== value || typeof value !== 'object' || value === null) return known;
  if (Array.isArray(value)) return Promise.all(value.map((part) => filled(part, hand, url)));
  const parts = await Promise.all(Object.entries(value).map(async ([key, part]): Promise<[string, Json]> => [key, await filled(part, hand, url)]));
  return Object.fromEntries(parts);
}

function isSecret(value: Json | undefined): value is { secret: string; before?: string } {
  return isObject(value) && typeof value.secret === 'string' && Object.keys(value).every((key) => key === 'secret' || (key === 'before' && typeof value.before === 'string'));
}

function headersOf({ headers }: Step): { [name: string]: Json } {
  return isObject(headers) ? headers : {};
}

function hostOf(url: Json | undefined): string | null {
  return typeof url === 'string' && URL.canParse(url) ? new URL(url).host : null;
}
