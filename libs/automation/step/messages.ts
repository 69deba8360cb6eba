import type { Json } from '#kernel/field/field.js';
import { mailboxOf } from '#kernel/field/email.js';
import { Unprocessable } from '#kernel/pipeline/problem.js';
import { isUuid } from '#kernel/tenancy/uuid.js';
import { Member } from '#platform/identity/member.js';
import { LANGUAGES, nearestLanguage } from '#platform/mail/letter.js';
import { automationMessage } from '#platform/notifications/notification-type.js';
import { telling } from '#platform/notifications/notify.work.js';
import { NEXT, type Step } from '../graph/graph.js';
import type { Check } from '../graph/check.js';
import type { Hand } from '../run/hand.js';
import { checkTemplates } from './records.js';
import { LONGEST_TEMPLATE, type StepType } from './step-type.js';

const USEFUL_FOR_MS = 3 * 24 * 60 * 60_000;
const LONGEST_NOTE = 2_000;

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
