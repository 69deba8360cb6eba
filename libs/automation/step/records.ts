import type { Json } from '#kernel/field/field.js';
import { accept } from '#kernel/pipeline/accept.js';
import { Invalid } from '#kernel/pipeline/problem.js';
import type { ResourceModel } from '#kernel/resource/model.js';
import { isDynamic, type Check } from '../graph/check.js';
import { isObject, NEXT, wordOf, type Step } from '../graph/graph.js';
import { LONGEST_TEMPLATE, templatesIn, type StepType } from './step-type.js';

const MOST_FOUND = 500;

export const create: StepType = {
  name: 'create',
  say: 'Create a record',
  outcomes: () => [NEXT],
  templates: ({ values }) => templatesIn(values),
  check(step, check) {
    if (check.inputs(step, ['noun', 'values'])) checkValues(step, check, check.noun(step.noun, 'noun', 'create'), 'create');
  },
  async do(step, hand) {
    const noun = hand.noun(step.noun as string);
    const made = await hand.create(noun, await hand.values(step.values));
    return { outcome: NEXT, found: { noun: noun.name, ids: [made] }, note: { noun: noun.name, id: made } };
  },
};

export const update: StepType = {
  name: 'update',
  say: 'Change a record',
  outcomes: () => [NEXT],
  templates: ({ values }) => templatesIn(values),
  check(step, check) {
    if (!check.inputs(step, ['values'], ['record'])) return;
    const noun = check.nounOf(step.record, 'record');
    if (noun && check.noun(noun.name, 'record', 'update')) checkValues(step, check, noun, 'update');
  },
  async do(step, hand) {
    const { noun, id } = hand.mustBe(step.record);
    const values = await hand.values(step.values);
    await hand.update(noun, id, values);
    return { outcome: NEXT, note: { noun: noun.name, id, fields: Object.keys(values) } };
  },
};

export const find: StepType = {
  name: 'find',
  say: 'Find records',
  outcomes: () => ['found', 'nothing'],
  check(step, check) {
    if (!check.inputs(step, ['noun', 'where'], ['most'])) return;
    check.condition(step.where, check.noun(step.noun, 'noun'), 'where');
    if (step.most !== undefined && !(Number.isInteger(step.most) && Number(step.most) >= 1 && Number(step.most) <= MOST_FOUND)) check.fault('most', 'range', `Must be a whole number from 1 to ${MOST_FOUND}.`);
  },
  async do(step, hand) {
    const noun = hand.noun(step.noun as string);
    const ids = await hand.find(noun, step.where!, Number(step.most ?? MOST_FOUND));
    return { outcome: ids.length > 0 ? 'found' : 'nothing', found: { noun: noun.name, ids }, note: { noun: noun.name, found: ids.length } };
  },
};

/** Any verb that a noun declares, with the inputs that it takes. */
export const act: StepType = {
  name: 'act',
  say: 'Do something with a record',
  outcomes: () => [NEXT],
  templates: ({ input }) => templatesIn(input),
  check(step, check) {
    if (!check.inputs(step, ['verb'], ['record', 'input'])) return;
    const noun = check.nounOf(step.record, 'record');
    if (!noun) return;
    if (!noun.verbs.includes(wordOf(step.verb))) return check.fault('verb', 'verb', `${noun.label} knows no "${wordOf(step.verb)}". It knows ${noun.verbs.join(', ') || 'nothing of the kind'}.`);
    check.noun(noun.name, 'verb', wordOf(step.verb));
    if (step.input !== undefined && !isObject(step.input)) check.fault('input', 'type', 'Must be an object.');
    checkTemplates(step.input, check, 'input');
  },
  async do(step, hand) {
    const { noun, id } = hand.mustBe(step.record);
    await hand.act(noun, id, step.verb as string, await hand.values(step.input));
    return { outcome: NEXT, note: { noun: noun.name, id, verb: step.verb! } };
  },
};

/** The very rules of the door, on values that stand for those that only come when the workflow runs. */
function checkValues({ values }: Step, check: Check, noun: ResourceModel | undefined, action: 'create' | 'update'): void {
  if (!isObject(values)) return check.fault('values', 'type', 'Must be an object of values by field.');
  checkTemplates(values, check, 'values');
  if (!noun) return;
  const plain = Object.fromEntries(Object.entries(values).map(([name, value]) => [name, isDynamic(value) ? exampleOf(noun, name) : value]));
  try {
    accept(plain, action, check.ground.ability.of(noun));
  } catch (error) {
    if (!(error instanceof Invalid)) throw error;
    for (const { at, rule, say } of error.errors) check.fault(`values.${at}`, rule, say);
  }
}

function exampleOf(noun: ResourceModel, name: string): Json {
  const field = noun.fields.get(name);
  return field ? field.type.example(field, 1) : null;
}

export function checkTemplates(value: Json | undefined, check: Check, path: string): void {
  for (const template of templatesIn(value)) if (template.length > LONGEST_TEMPLATE) check.fault(path, 'size', `A template has at most ${LONGEST_TEMPLATE} characters.`);
  for (const from of sourcesIn(value)) {
    const [name, ...field] = from.split('.');
    if (name === 'trigger' || name === 'run') continue;
    const noun = check.nounOf(name, path);
    if (noun && !check.ground.ability.of(noun).openFields().some((each) => each.name === field.join('.'))) check.fault(path, 'field', `${noun.label} has no field "${field.join('.').slice(0, 60)}" that you may use here.`);
  }
}

function sourcesIn(value: Json | undefined): string[] {
  if (Array.isArray(value)) return value.flatMap(sourcesIn);
  if (!isObject(value)) return [];
  return isDynamic(value) ? ('from' in value ? [value.from] : []) : Object.values(value).flatMap(sourcesIn);
}
