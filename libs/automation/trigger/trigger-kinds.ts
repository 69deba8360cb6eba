import { factWords } from '#platform/audit/fact-words.js';
import { unknownFact } from '#platform/audit/told-facts.js';
import { isUuid } from '#kernel/tenancy/uuid.js';
import { Check } from '../graph/check.js';
import type { Part } from '../graph/graph.js';
import { scheduleFaults } from '../schedule/schedule.js';

export const CHANGES = ['created', 'updated', 'deleted'] as const;
export type ChangeKind = (typeof CHANGES)[number];

const FACT = /^[a-z][A-Za-z]{0,59}\.[a-z][a-z-]{0,59}$/;
/** Told by the edge about what came from outside; they are about no record that could be asked for. */
const FROM_OUTSIDE = /^(webhook|form)\./;

/** Told by whoever takes in a form from outside, about the form. */
export const FORM_SUBMITTED = 'form.submitted';
factWords({ [FORM_SUBMITTED]: 'The form was submitted' });

export const TRIGGER_KINDS = ['record', 'fact', 'form', 'schedule', 'button', 'workflow'];

export function checkTrigger(trigger: Part, check: Check): void {
  const { kind } = trigger;
  if (kind === 'record') return checkRecord(trigger, check);
  if (kind === 'fact') return checkFact(trigger, check);
  if (kind === 'form') {
    if (check.inputs(trigger, ['form']) && !isUuid(trigger.form)) check.fault('form', 'type', 'Must be the id of a form.');
    return undefined;
  }
  if (kind === 'schedule') {
    if (check.inputs(trigger, [], ['cron', 'zone', 'everyMinutes'])) for (const [at, say] of scheduleFaults(trigger)) check.fault(at, 'schedule', say);
    return undefined;
  }
  if (kind !== 'button' && kind !== 'workflow') return check.fault('kind', 'choice', `Must be one of ${TRIGGER_KINDS.join(', ')}.`);
  check.inputs(trigger, [], ['noun', 'where']);
  if (trigger.noun !== undefined) check.condition(trigger.where, check.noun(trigger.noun, 'noun'), 'where');
}

function checkRecord(trigger: Part, check: Check): void {
  if (!check.inputs(trigger, ['noun', 'on'], ['fields', 'before', 'where'])) return;
  const noun = check.noun(trigger.noun, 'noun');
  const { on, fields } = trigger;
  if (!Array.isArray(on) || on.length === 0 || !on.every((each) => (CHANGES as readonly unknown[]).includes(each))) check.fault('on', 'choice', `Must be a list of ${CHANGES.join(', ')}.`);
  if (fields !== undefined && !Array.isArray(fields)) check.fault('fields', 'type', 'Must be a list of names of fields.');
  else if (noun) for (const [n, name] of ((fields ?? []) as string[]).entries()) if (!check.ground.ability.of(noun).openFields().some((field) => field.name === name)) check.fault(`fields[${n}]`, 'field', `${noun.label} has no field "${String(name).slice(0, 60)}" that you may use here.`);
  check.condition(trigger.before, noun, 'before');
  check.condition(trigger.where, noun, 'where');
}

function checkFact(trigger: Part, check: Check): void {
  if (!check.inputs(trigger, ['fact'], ['noun', 'where'])) return;
  const { fact, noun } = trigger;
  if (typeof fact !== 'string' || !FACT.test(fact)) return check.fault('fact', 'fact', 'Must be the name of a fact, such as "ticket.replied".');
  const unknown = unknownFact(fact);
  if (unknown) return check.fault('fact', 'fact', unknown);
  if (noun === undefined && !isFromOutside(fact)) return check.fault('noun', 'required', 'Say what the fact is about: only records that the workflow may read set it off.');
  if (noun !== undefined) check.condition(trigger.where, check.noun(noun, 'noun'), 'where');
}

export function isFromOutside(fact: string): boolean {
  return FROM_OUTSIDE.test(fact);
}
