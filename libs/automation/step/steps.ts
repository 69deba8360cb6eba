import type { FieldError } from '#kernel/pipeline/problem.js';
import { didYouMean } from '#kernel/resource/names.js';
import { Check, checkPaths, type Ground } from '../graph/check.js';
import type { Graph, Step } from '../graph/graph.js';
import { checkTrigger } from '../trigger/trigger-kinds.js';
import { assign } from './assign.js';
import { branch, condition, loop } from './choices.js';
import { http } from './http.js';
import { mail, notify } from './messages.js';
import { act, create, find, update } from './records.js';
import type { StepType } from './step-type.js';
import { subWorkflow } from './sub-workflow.js';
import { wait, waitFor } from './waits.js';

export const STEP_TYPES: readonly StepType[] = [condition, branch, loop, wait, waitFor, create, update, find, act, assign, notify, mail, http, subWorkflow];
const byName = new Map(STEP_TYPES.map((type) => [type.name, type]));

export function typeOf({ do: name }: Step): StepType {
  const type = byName.get(name);
  if (!type) throw new TypeError(`There is no step "${name}".`);
  return type;
}

/** All that is wrong with a graph, for whoever drew it: each fault with its path. */
export function faultsOf(graph: Graph, ground: Ground): FieldError[] {
  const faults: FieldError[] = [];
  checkTrigger(graph.trigger, new Check(graph, ground, faults, 'graph.trigger'));
  for (const [n, step] of graph.steps.entries()) {
    const check = new Check(graph, ground, faults, `graph.steps[${n}]`);
    const type = byName.get(step.do);
    if (!type) check.fault('do', 'step', `There is no step "${step.do.slice(0, 40)}".${didYouMean(step.do.slice(0, 40), byName.keys())}`);
    else type.check(step, check);
  }
  checkPaths(graph, (step) => byName.get(step.do)?.outcomes(step), faults);
  return faults;
}

export function templatesOf({ steps }: Graph): string[] {
  return steps.flatMap((step) => typeOf(step).templates?.(step) ?? []);
}
