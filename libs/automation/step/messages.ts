import type { Json } from '#kernel/field/field.js';
import { mailboxOf } from '#kernel/field/email.js';
import { Problem, Unprocessable } from '#kernel/pipeline/problem.js';
import { isUuid } from '#kernel/tenancy/uuid.js';
import { Member } from '#platform/identity/member.js';
import { LANGUAGES, nearestLanguage } from '#platform/mail/letter.js';
import { automationMessage } from '#platform/notifications/notification-type.js';
import { telling } from '#platform/notifications/notify.work.js';
import { NEXT, wordOf, type Step } from '../graph/graph.js';
import type { Check } from '../graph/check.js';
import type { Hand } from '../run/hand.js';
import { checkTemplates } from './records.js';
import { LONGEST_TEMPLATE, templatesIn, type StepType } from './step-type.js';

const USEFUL_FOR_MS = 3 * 24 * 60 * 60_000;
const LONGEST_NOTE = 2_000;
const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];
const HEADER = /^[A-Za-z][A-Za-z0-9-]{0,59}$/;
/** Ours to say, or decided by the connection. */
const OWN_HEADERS = new Set(['host', 'content-length', 'transfer-encoding', 'connection', 'upgrade', 'idempotency-key', 'te', 'trailer', 'expect', 'proxy-authorization']);

/** `{ "template": … }` and plain text alike are Liquid where people are written to. */
export const notify: StepType = {
  name: 'notify',
  say: 'Notify a member',
  outcomes: () => [NEXT],
  templates: (step) => textsOf(step, ['title', 'body']),
  check(step, check) {
    if (!check.inputs(step, ['member', 'title'], ['body', 'record'])) return;
    if (typeof step.member === 'string' && !isUuid(step.member)) check.fault('member', 'member', 'Must be the id of a member, or { "from": "record.ownerId" }.');
    checkTemplates(step.member, check, 'member');
    checkTexts(step, check, ['title', 'body']);
  },
  async do(step, hand) {
    const memberId = await hand.value(step.member!);
    if (!isUuid(memberId)) throw new Unprocessable('There is nobody to notify: the field is empty.');
    const record = hand.known(step.record);
    const note = [step.title, step.body].filter(Boolean).map((text) => hand.text(text as string)).join('\n');
    await hand.tools.work.plan([telling({ effectKey: hand.effectKey, memberId, type: automationMessage, subject: record?.noun.name, recordId: record?.id, note: note.slice(0, LONGEST_NOTE) })]);
    return { outcome: NEXT, note: { member: memberId } };
  },
};

export const mail: StepType = {
  name: 'mail',
  say: 'Send an e-mail',
  outcomes: () => [NEXT],
  templates: (step) => textsOf(step, ['subject', 'body']),
  check(step, check) {
    if (!check.inputs(step, ['to', 'subject', 'body'], ['language', 'record'])) return;
    if (typeof step.to === 'string' && !isUuid(step.to) && mailboxOf(step.to) !== step.to) check.fault('to', 'email', 'Must be an address, the id of a member, or { "from": "record.email" }.');
    if (step.language !== undefined && !LANGUAGES.some((known) => known === step.language)) check.fault('language', 'choice', `Must be one of ${LANGUAGES.join(', ')}.`);
    checkTemplates(step.to, check, 'to');
    checkTexts(step, check, ['subject', 'body']);
  },
  async do(step, hand) {
    const to = await addressOf(await hand.value(step.to!), hand);
    const letter = { effectKey: hand.effectKey, to, language: nearestLanguage((step.language as string) ?? 'en'), letter: 'from-workflow', purpose: 'message' as const, parameters: { subject: hand.text(step.subject as string), body: hand.text(step.body as string) }, usefulUntil: new Date(hand.now.getTime() + USEFUL_FOR_MS) };
    await hand.tools.tenancy.transaction((transaction) => hand.tools.mail.post(transaction, letter));
    return { outcome: NEXT, note: { effectKey: hand.effectKey } };
  },
};

/** Through the one door for requests whose address somebody else has chosen; the receiver knows a repetition by its Idempotency-Key. */
export const http: StepType = {
  name: 'http',
  say: 'Call an address',
  outcomes: () => [NEXT],
  templates: (step) => [...textsOf(step, ['body']), ...templatesIn(step.url)],
  check(step, check) {
    if (!check.inputs(step, ['url'], ['method', 'headers', 'body', 'record'])) return;
    if (step.method !== undefined && !METHODS.includes(step.method as string)) check.fault('method', 'choice', `Must be one of ${METHODS.join(', ')}.`);
    if (typeof step.url === 'string' && !/^https?:\/\/[^\s]{1,2000}$/.test(step.url)) check.fault('url', 'url', 'Must be an http or https address.');
    for (const [name, value] of Object.entries(headersOf(step))) {
      // A header that could be read as two would be somebody else's request.
      if (!HEADER.test(name) || OWN_HEADERS.has(name.toLowerCase()) || typeof value !== 'string' || !/^[\t\x20-\x7e]{0,2000}$/.test(value)) check.fault('headers', 'header', `The header "${name.slice(0, 60)}" cannot be sent.`);
    }
    checkTemplates(step.url, check, 'url');
    checkTexts(step, check, ['body']);
  },
  async call(step, hand) {
    const url = (await hand.value(step.url!)) as string;
    const body = step.body === undefined ? undefined : hand.text(step.body as string);
    const headers = { ...(body !== undefined && { 'content-type': 'application/json' }), ...(headersOf(step) as Record<string, string>), 'idempotency-key': hand.effectKey };
    const { status } = await hand.tools.outbound.send(url, { method: (step.method as string) ?? 'POST', headers, body });
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

async function addressOf(to: Json, hand: Hand): Promise<string> {
  const address = isUuid(to) ? (JSON.parse((await hand.tools.read.get(hand.ground.registry.of(Member), to)).json) as Member).email : to;
  if (typeof address !== 'string' || mailboxOf(address) !== address) throw new Unprocessable('There is no address to write to: the field is empty, or holds none.');
  return address;
}

function textsOf(step: Step, names: readonly string[]): string[] {
  return names.map((name) => step[name]).filter((text) => typeof text === 'string' && text !== '') as string[];
}

function checkTexts(step: Step, check: Check, names: readonly string[]): void {
  for (const name of names) {
    const text = step[name];
    if (text !== undefined && (typeof text !== 'string' || text.length > LONGEST_TEMPLATE)) check.fault(name, 'size', `Must be a text of at most ${LONGEST_TEMPLATE} characters.`);
  }
}

function headersOf({ headers }: Step): { [name: string]: Json } {
  return typeof headers === 'object' && headers !== null && !Array.isArray(headers) ? headers : {};
}

function hostOf(url: Json | undefined): string | null {
  return typeof url === 'string' && URL.canParse(url) ? new URL(url).host : null;
}
