import { declareField, type On, type OnRequired } from './declare.js';
import type { CommonOptions, Complain, FieldType, Json } from './field.js';
import { equatable } from './operators.js';

export type Pill = 'grey' | 'blue' | 'green' | 'amber' | 'red' | 'violet' | 'teal';

export interface ChoiceLook {
  label?: string;
  pill?: Pill;
}

/** Labels by value, or the values alone. */
export type Choices = { readonly [value: string]: string | ChoiceLook } | readonly string[];
export type ChoiceOf<C> = C extends readonly (infer V extends string)[] ? V : Extract<keyof C, string>;

export interface ChoiceOptions {
  choices: Choices;
}

/** Values stand in the schema of the database, so they are plain names. */
const VALUE = /^[A-Za-z0-9][A-Za-z0-9_-]{0,49}$/;

export function valuesOf(choices: Choices): string[] {
  return Array.isArray(choices) ? [...(choices as readonly string[])] : Object.keys(choices);
}

/** Says what is wrong with the values, or nothing. */
export function checkChoices(choices: Choices): string[] {
  const values = valuesOf(choices);
  const wrong = values.filter((value) => typeof value !== 'string' || !VALUE.test(value));
  const faults = wrong.map((value) => `The choice ${JSON.stringify(value)} must be a name of letters, digits, _ and -, at most 50 long; what people read goes into its label.`);
  if (values.length === 0) faults.push('Name at least one choice.');
  if (new Set(values).size < values.length) faults.push('Name each choice once.');
  return faults;
}

function sentence(value: string): string {
  const words = value.replace(/[-_]+/g, ' ').trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function looksOf(choices: Choices): Json[] {
  return valuesOf(choices).map((value) => {
    const look = Array.isArray(choices) ? {} : (choices as { [value: string]: string | ChoiceLook })[value]!;
    const { label = sentence(value), pill = 'grey' } = typeof look === 'string' ? { label: look } : look;
    return { value, label, pill };
  });
}

function acceptChoice(value: Json, choices: Choices, complain: Complain): string | undefined {
  const values = valuesOf(choices);
  return typeof value === 'string' && values.includes(value) ? value : complain('choice', `Must be one of: ${values.join(', ')}.`);
}

export const choice: FieldType<ChoiceOptions> = {
  name: 'choice',
  columns: ({ options }) => [{ suffix: '', type: 'text', check: `$column IN (${valuesOf(options.choices).map((value) => `'${value}'`).join(', ')})` }],
  accept(value, { options }, complain) {
    const accepted = acceptChoice(value, options.choices, complain);
    return accepted === undefined ? undefined : { '': accepted };
  },
  shown: (column) => column(),
  operators: equatable('text'),
  argument: (value, { options }, _viewpoint, complain) => acceptChoice(value, options.choices, complain),
  sort: { suffix: '', type: 'text' },
  schema: ({ options }) => ({ type: 'string', enum: valuesOf(options.choices) }),
  example: ({ options }, seed) => valuesOf(options.choices)[seed % valuesOf(options.choices).length]!,
  cell: { write: (value) => value as string | null, read: (cell) => cell.trim() },
  searched: null,
  mirror: 'text',
  widget: ({ options }) => ({ widget: 'choice', choices: looksOf(options.choices) }),
};

export function Choice<const C extends Choices>(choices: C, options: CommonOptions & { required: true; default?: ChoiceOf<C> }): OnRequired<ChoiceOf<C>>;
export function Choice<const C extends Choices>(choices: C, options?: CommonOptions & { default?: ChoiceOf<C> }): On<ChoiceOf<C>>;
export function Choice(choices: Choices, options: CommonOptions = {}): On<string> {
  const faults = checkChoices(choices);
  if (faults.length) throw new Error(faults.join(' '));
  return declareField(choice, { ...options, choices });
}
