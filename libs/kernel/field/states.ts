import { checkChoices, choice, type ChoiceLook, type ChoiceOptions } from './choice.js';
import { declareField, type On, type OnRequired } from './declare.js';
import type { CommonOptions, FieldType } from './field.js';

export interface State<S extends string = string> extends ChoiceLook {
  /** The states that may follow. */
  to: readonly S[];
  /** Nothing need follow. */
  final?: true;
}

export type StateMap = { readonly [state: string]: State };

export interface StatesOptions extends ChoiceOptions {
  choices: StateMap;
}

/** The state a record begins in: the default, or the first one. */
export function initialState(states: StateMap, first?: string): string {
  return first ?? Object.keys(states)[0]!;
}

/** What is wrong with a map of states: unknown targets, states that nothing leads to, ends that are not declared as such. */
export function checkStates(states: StateMap, first?: string): string[] {
  const faults = checkChoices(states);
  if (Object.keys(states).length === 0) return faults;
  const initial = initialState(states, first);
  if (!Object.hasOwn(states, initial)) faults.push(`It begins in "${initial}", which is not a state.`);
  const reached = new Set([initial]);
  for (const state of reached) for (const next of Object.hasOwn(states, state) ? states[state]!.to : []) reached.add(next);
  for (const [name, { to, final }] of Object.entries(states)) {
    for (const next of to) if (!Object.hasOwn(states, next)) faults.push(`"${name}" leads to "${next}", which is not a state.`);
    if (!reached.has(name)) faults.push(`Nothing leads from "${initial}" to "${name}": add it to the \`to\` of a state, or take it out.`);
    if (!final && !to.some((next) => next !== name)) faults.push(`"${name}" is a dead end: name a state that follows, or declare it \`final: true\`.`);
  }
  return faults;
}

/** Whether a record may go from one state to another; it may always stay. */
export function mayMove(states: StateMap, from: string, to: string): boolean {
  return from === to || (Object.hasOwn(states, from) && states[from]!.to.includes(to));
}

export const states: FieldType<StatesOptions> = {
  ...(choice as unknown as FieldType<StatesOptions>),
  name: 'states',
  // A record may be brought in at any state; from then on it moves along the map.
  mayMove: (from, to, { options }) => from === null || (typeof from === 'string' && typeof to === 'string' && mayMove(options.choices, from, to)),
  // A custom field has no place for transitions.
  mirror: null,
  widget: (field) => ({ ...choice.widget(field), widget: 'states', to: Object.fromEntries(Object.entries(field.options.choices).map(([state, { to }]) => [state, [...to]])) }),
};

type Options<S extends string> = CommonOptions & { default?: S };

export function States<const S extends { readonly [K in keyof S]: State<Extract<keyof S, string>> }>(map: S, options: Options<Extract<keyof S, string>> & { required: true }): OnRequired<Extract<keyof S, string>>;
export function States<const S extends { readonly [K in keyof S]: State<Extract<keyof S, string>> }>(map: S, options?: Options<Extract<keyof S, string>>): On<Extract<keyof S, string>>;
export function States(map: StateMap, options: Options<string> = {}): On<string> {
  const faults = checkStates(map, options.default);
  if (faults.length) throw new Error(faults.join(' '));
  return declareField(states, { default: initialState(map), ...options, choices: map });
}
