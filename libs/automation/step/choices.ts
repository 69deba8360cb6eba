import type { Json } from '#kernel/field/field.js';
import { isObject, NEXT, type Step } from '../graph/graph.js';
import type { StepType } from './step-type.js';

const NAME = /^[a-z][a-z0-9-]{0,39}$/;
const MOST_CASES = 20;

export const condition: StepType = {
  name: 'condition',
  say: 'Check a condition',
  outcomes: () => ['yes', 'no'],
  check(step, check) {
    if (check.inputs(step, ['where'], ['record'])) check.condition(step.where, check.nounOf(step.record, 'record'), 'where');
  },
  async do(step, hand) {
    return { outcome: (await hand.holds(step.where, step.record)) ? 'yes' : 'no' };
  },
};

export const branch: StepType = {
  name: 'branch',
  say: 'Choose a branch',
  outcomes: (step) => [...casesOf(step).map(({ name }) => name), 'else'],
  check(step, check) {
    if (!check.inputs(step, ['cases'], ['record'])) return;
    const cases = casesOf(step);
    if (!Array.isArray(step.cases) || cases.length !== step.cases.length || cases.length === 0 || cases.length > MOST_CASES || new Set(cases.map(({ name }) => name)).size < cases.length)
      return check.fault('cases', 'type', `Must be a list of 1 to ${MOST_CASES} objects with a "name" of its own (small letters, digits, hyphens) and "where".`);
    const noun = check.nounOf(step.record, 'record');
    for (const [n, { where }] of cases.entries()) check.condition(where, noun, `cases[${n}].where`);
  },
  async do(step, hand) {
    for (const { name, where } of casesOf(step)) if (await hand.holds(where, step.record)) return { outcome: name };
    return { outcome: 'else' };
  },
};

/** Walked through by the interpreter; there is nothing to be done. */
export const loop: StepType = {
  name: 'loop',
  say: 'For each record found',
  outcomes: () => ['each', 'done'],
  check(step, check) {
    if (check.inputs(step, ['over']) && !check.graph.steps.some(({ key, do: does }) => key === step.over && does === 'find')) check.fault('over', 'step', 'Must be the key of a step that finds records.');
  },
  do: () => Promise.resolve({ outcome: NEXT }),
};

function casesOf(step: Step): { name: string; where: Json }[] {
  const cases = Array.isArray(step.cases) ? step.cases : [];
  return cases.flatMap((each) => (isObject(each) && typeof each.name === 'string' && NAME.test(each.name) && each.name !== 'else' && each.where !== undefined ? [{ name: each.name, where: each.where }] : []));
}
